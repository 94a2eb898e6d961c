// Serves the floor page, compressed once, like a good server would.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const file = join(import.meta.dirname, '../floor/index.html');

export async function floorPage() {
  // Indentation and comments are for us, not for the line.
  const source = await readFile(file, 'utf8');
  const text = source
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
  const body = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'br',
    'content-length': String(body.length),
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
  };
  return { body, headers };
}
