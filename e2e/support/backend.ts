// The real backend: one for each worker, with a data folder of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Line } from './line.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const program = process.env.VITRINE_BACKEND ?? join(root, 'target/release/vitrine-backend');
const dist = process.env.VITRINE_DIST ?? join(root, 'dist');
const demo = process.env.VITRINE_DEMO ?? join(root, 'demo');

const defaults: Record<string, string> = {
  '--addr': '127.0.0.1:0',
  '--day-seconds': '0.6',
  '--parcel-plan': 'smooth',
  '--webhook-delay-ms': '200',
  '--rate-limit': '2000',
};

/** Something the simulated carrier tells of a parcel. */
export type Scan = { carrier: string; number: string; code: string; at: Date; proof?: object };

export class Backend {
  private constructor(
    /** Where browsers find it. */
    readonly url: string,
    /** Where it listens. */
    readonly own: string,
    private readonly data: string,
    private readonly child: ChildProcess,
    /** What it has said in its log, the newest last. */
    readonly log: readonly string[],
  ) {}

  /** Starts one; `flags` override the defaults. With a line, browsers reach it over that alone. */
  static async start(flags: Record<string, string> = {}, line?: Line): Promise<Backend> {
    return Backend.open(await mkdtemp(join(tmpdir(), 'vitrine-e2e-')), flags, line);
  }

  /** Starts another one on the data of this one, which has ended. */
  async again(flags: Record<string, string> = {}, line?: Line): Promise<Backend> {
    return Backend.open(this.data, flags, line);
  }

  private static async open(data: string, flags: Record<string, string>, line?: Line): Promise<Backend> {
    const seen: Record<string, string> = line ? { '--public-url': line.url } : {};
    const all = { ...defaults, '--data': data, '--dist': dist, '--demo': demo, ...seen, ...flags };
    // A flag without a value is given as ''.
    const words = Object.entries(all).flat().filter((word) => word !== '');
    const child = spawn(program, ['serve', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What films are asked for is part of the promise; the rest only when something is wrong.
      env: { ...process.env, NO_COLOR: '1', RUST_LOG: 'warn,vitrine_backend::http::media=debug' },
    });
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      said.splice(0, said.length - 5_000);
    });
    try {
      const own = await address(child);
      await ready(own);
      line?.leadTo(own);
      return new Backend(line?.url ?? own, own, data, child, said);
    } catch (error) {
      child.kill();
      await rm(data, { recursive: true, force: true });
      throw new Error(`The backend did not start: ${String(error)}\n${said.slice(-200).join('\n')}`);
    }
  }

  /** Asks it to end and waits: its exit code, null when it had to be killed, and the milliseconds it took. */
  async end(): Promise<{ code: number | null; took: number }> {
    const since = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((done) => this.child.once('exit', done));
      this.child.kill('SIGTERM');
      const stubborn = setTimeout(() => this.child.kill('SIGKILL'), 8_000);
      await gone;
      clearTimeout(stubborn);
    }
    return { code: this.child.exitCode, took: performance.now() - since };
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The operator sets how many pieces there are. */
  async stock(sku: string, pieces: number): Promise<void> {
    await run(program, ['stock', '--data', this.data, sku, String(pieces)]);
  }

  /** The operator sets a price, in minor units. */
  async price(sku: string, market: string, amount: number): Promise<void> {
    await run(program, ['price', '--data', this.data, sku, market, String(amount)]);
  }

  /** The seller says what it does about a parcel that is not there. */
  async answerMissing(parcel: string, what: 'resend' | 'refund' | 'found', reason: string): Promise<void> {
    await run(program, ['orders', 'answer-missing', parcel, what, '--reason', reason, '--data', this.data]);
  }

  /** The carrier tells of a scan, signed as its own messages are. */
  async scan({ carrier, number, code, at, proof }: Scan): Promise<void> {
    const sign = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const key = sign(await readFile(join(this.data, 'secret.key')), 'carrier webhooks');
    const body = JSON.stringify({
      id: `${number}-${code}`,
      carrier,
      tracking_number: number,
      code,
      message: '',
      occurred_at: at.toISOString(),
      city: 'Leipzig',
      country: 'DE',
      time_zone: 'Europe/Berlin',
      proof,
    });
    const now = Math.floor(Date.now() / 1000);
    const signature = `t=${now},v1=${sign(key, `${now}.${body}`).toString('hex')}`;
    const headers = { 'content-type': 'application/json', 'vitrine-signature': signature };
    const answer = await fetch(`${this.own}/api/v1/webhooks/simulated`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`the shop refused a scan: ${answer.status} ${await answer.text()}`);
  }
}

/** The address it prints once it listens. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
    // Goes on reading for as long as it lives, or its output would fill the pipe.
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const match = /listening on (http:\/\/\S+)/.exec(line);
      if (match?.[1]) found(match[1].replace(/\/$/, ''));
    });
  });
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error('/readyz never answered 200');
    await new Promise((next) => setTimeout(next, 50));
  }
}
