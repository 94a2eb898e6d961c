// The line between browser and shop: a real proxy on a port of its own, which can be cut.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Pass = { method: string; path: string; status?: number };

export class Line {
  private target = '';
  private dead: RegExp | undefined;
  private away: RegExp | undefined;
  private held: { paths: RegExp; go: Promise<void> } | undefined;
  private pause: number | undefined;
  private torn: { share: number; done: () => void } | undefined;
  private readonly lossy: { method: string; path: RegExp; lost: (status: number) => void }[] = [];
  private readonly open = new Map<ServerResponse, string>();
  /** What went through since the last `forget`. */
  readonly passes: Pass[] = [];
  /** How many requests found the line cut. */
  refused = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async lay(): Promise<Line> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const line = new Line(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (from, to) => void line.carry(from, to));
    return line;
  }

  /** Says where the shop is. */
  leadTo(url: string): void {
    this.target = url;
  }

  /** Breaks what is open on these paths, and lets nothing through until `mend`. */
  cut(paths = /^/): void {
    this.dead = paths;
    for (const [answer, path] of this.open) if (paths.test(path)) answer.destroy();
  }

  /** Answers on these paths as a proxy does whose shop is away, until `mend`. */
  loseShop(paths = /^/): void {
    this.away = paths;
  }

  /** Lets what asks on these paths wait until the given function is called. */
  hold(paths: RegExp): () => void {
    let letGo = () => {};
    const go = new Promise<void>((done) => (letGo = done));
    const held = { paths, go };
    this.held = held;
    return () => {
      if (this.held === held) this.held = undefined;
      letGo();
    };
  }

  mend(): void {
    this.dead = undefined;
    this.away = undefined;
  }

  /**
   * The shop gets the next such request and does what it asks, but its answer never arrives whole.
   * Gives the status that was lost.
   */
  loseAnswer(method: string, path: RegExp): Promise<number> {
    return new Promise((lost) => this.lossy.push({ method, path, lost }));
  }

  /** Lets browsers come back to an event stream after so many milliseconds, not after their own three seconds. */
  hurry(pause: number | undefined): void {
    this.pause = pause;
  }

  /** Of the next piece of an event stream only a share arrives, and then the stream breaks. */
  tear(share: number): Promise<void> {
    return new Promise((done) => (this.torn = { share, done }));
  }

  /** Whether something is on its way on these paths; with `answered`, whether its answer has begun. */
  carries(paths: RegExp, answered: boolean): boolean {
    return [...this.open].some(
      ([answer, path]) => paths.test(path) && !answer.destroyed && (answer.headersSent || !answered),
    );
  }

  forget(): void {
    this.passes.length = 0;
  }

  /** What of that kind was answered. */
  answered(method: string, path: RegExp): Pass[] {
    return this.passes.filter((pass) => pass.method === method && path.test(pass.path) && pass.status !== undefined);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async carry(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = from;
    const path = url.replace(/\?.*/, '');
    if (this.held?.paths.test(path)) await this.held.go;
    if (this.away?.test(path)) {
      to.writeHead(502).end();
      return;
    }
    if (this.dead?.test(path)) {
      this.refused += 1;
      from.socket.destroy();
      return;
    }
    const pass: Pass = { method, path };
    this.passes.push(pass);
    this.open.set(to, path);
    to.once('close', () => this.open.delete(to));
    const on = request(this.target + url, { method, headers: from.headers, agent: false }, (answer) => {
      pass.status = answer.statusCode ?? 0;
      const at = this.lossy.findIndex((loss) => loss.method === method && loss.path.test(path));
      to.writeHead(pass.status, answer.headers);
      if (at < 0) {
        if (answer.headers['content-type']?.startsWith('text/event-stream')) this.tell(answer, to);
        else answer.pipe(to);
        return;
      }
      const [loss] = this.lossy.splice(at, 1);
      // The head has arrived, so that no browser tries again by itself; the rest never comes.
      to.flushHeaders();
      answer.resume().once('end', () => {
        to.destroy();
        loss?.lost(pass.status ?? 0);
      });
    });
    on.on('error', () => to.destroy());
    to.once('close', () => on.destroy());
    from.pipe(on);
  }

  /** Passes an event stream on, piece by piece. */
  private tell(answer: IncomingMessage, to: ServerResponse): void {
    if (this.pause !== undefined) to.write(`retry: ${this.pause}\n\n`);
    answer.on('data', (piece: Buffer) => {
      if (to.destroyed) return;
      const torn = this.torn;
      this.torn = undefined;
      if (!torn) {
        to.write(piece);
        return;
      }
      // Nothing after it may pass while this is on its way.
      answer.pause();
      to.write(piece.subarray(0, Math.max(1, Math.floor(piece.length * torn.share))), () => {
        to.destroy();
        torn.done();
      });
    });
    answer.once('end', () => to.end());
    answer.once('error', () => to.destroy());
  }
}
