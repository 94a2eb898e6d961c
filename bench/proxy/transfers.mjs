// What went over the line, by kind and time.
import { wallClock } from '../lib/time.mjs';

export const codeAndData = ['html', 'js', 'wasm', 'css', 'font', 'json'];
export const kinds = [...codeAndData, 'image', 'video', 'other'];

/** @param {string} type content type */
export function kindOf(type = '') {
  if (type.includes('text/html')) return 'html';
  if (type.includes('javascript')) return 'js';
  if (type.includes('wasm')) return 'wasm';
  if (type.includes('text/css')) return 'css';
  if (type.includes('font')) return 'font';
  if (type.includes('json') || type.includes('event-stream')) return 'json';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  return 'other';
}

export class Transfers {
  /** @type {{url: string, kind: string, status: number, range?: string, at: number, parts: [number, number][]}[]} */
  all = [];

  clear() {
    this.all = [];
  }

  begin(url, status, type, range) {
    const transfer = { url, status, range, kind: kindOf(type), at: wallClock(), parts: [] };
    this.all.push(transfer);
    return transfer;
  }

  static add(transfer, bytes) {
    transfer.parts.push([wallClock(), bytes]);
  }

  /** Bytes of bodies, as sent (compressed), by kind up to a moment. */
  byKind(until = Infinity) {
    const sums = Object.fromEntries(kinds.map((kind) => [kind, 0]));
    for (const { kind, parts } of this.all) {
      for (const [at, bytes] of parts) if (at <= until) sums[kind] += bytes;
    }
    return sums;
  }

  /** Bytes by path, without the query. */
  byPath(kind) {
    const sums = {};
    for (const transfer of this.all) {
      if (transfer.kind !== kind) continue;
      const path = transfer.url.split('?')[0];
      sums[path] = (sums[path] ?? 0) + transfer.parts.reduce((sum, [, bytes]) => sum + bytes, 0);
    }
    return sums;
  }
}

/** @param {Record<string, number>} sums */
export const sumOf = (sums, wanted) => wanted.reduce((sum, kind) => sum + sums[kind], 0);
