// The real backend on a free port, with a data folder of its own.
import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sleep } from './time.mjs';

/**
 * @param {{backend: string, dist: string, demo: string}} paths
 * @param {string} publicUrl where browsers see it: the proxy
 */
export async function startBackend({ backend, dist, demo }, publicUrl) {
  for (const path of [backend, join(dist, 'index.html'), demo]) {
    await access(path).catch(() => {
      throw new Error(`${path} is missing; build the shop first: cargo xtask start --help`);
    });
  }
  const data = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
  const flags = {
    '--addr': '127.0.0.1:0',
    '--data': data,
    '--dist': dist,
    '--demo': demo,
    '--public-url': publicUrl,
    '--rate-limit': '100000',
  };
  const child = spawn(backend, ['serve', ...Object.entries(flags).flat()], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.on('data', (bytes) => {
    said.push(bytes.toString());
    said.splice(0, said.length - 50);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await gone;
      clearTimeout(stubborn);
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    const url = await address(child);
    await ready(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw new Error(`The backend did not start: ${error}\n${said.join('')}`);
  }
}

/** The address it prints once it listens. */
function address(child) {
  return new Promise((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
    // Goes on reading for as long as it lives, or its output would fill the pipe.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /listening on (http:\/\/\S+)/.exec(line);
      if (match) found(match[1].replace(/\/$/, ''));
    });
  });
}

async function ready(url) {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error('/readyz never answered 200');
    await sleep(50);
  }
}
