// Stands before the backend: the same slow line for both pages, and a count of what went over it.
import http from 'node:http';
import { floorPage } from './floor.mjs';
import { Line, SLICE } from './line.mjs';
import { Transfers } from './transfers.mjs';

export const FLOOR = '/bench-floor/';

/** Headers that belong to one connection, not to the message. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

export class Proxy {
  line = new Line();
  transfers = new Transfers();
  #upstream = '';
  #agent = new http.Agent({ keepAlive: true });
  #server = http.createServer({ keepAliveTimeout: 120_000 });
  /** @type {WeakMap<import('node:net').Socket, number>} */
  #openedAt = new WeakMap();

  /** Listens on a free port; `forwardTo` comes after, for the backend wants to know this address. */
  async listen() {
    const floor = await floorPage();
    this.#server.on('connection', (socket) => {
      socket.setNoDelay(true);
      this.#openedAt.set(socket, performance.now());
    });
    this.#server.on('request', (request, response) => {
      this.#answer(request, response, floor).catch(() => response.destroy());
    });
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  /** @param {string} url the backend */
  forwardTo(url) {
    this.#upstream = url;
  }

  async close() {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request, response, floor) {
    await this.line.roundTrip(this.#openedAt.get(request.socket) ?? 0);
    if (request.url.split('?')[0] === FLOOR) {
      const transfer = this.transfers.begin(request.url, 200, floor.headers['content-type']);
      response.writeHead(200, floor.headers);
      await this.#send([floor.body], response, transfer);
      return;
    }
    const answer = await this.#ask(request, response);
    const { headers, statusCode } = answer;
    const transfer = this.transfers.begin(request.url, statusCode, headers['content-type'], request.headers.range);
    response.sendDate = false;
    const raw = passed(answer.rawHeaders);
    response.writeHead(statusCode, answer.statusMessage, raw);
    response.flushHeaders();
    await this.line.carry(raw.join('').length);
    await this.#send(answer, response, transfer);
  }

  /** The backend's answer; when the browser hangs up, so do we. */
  #ask(request, response) {
    return new Promise((answered, failed) => {
      const { method, headers } = request;
      const forward = http.request(new URL(request.url, this.#upstream), { method, headers, agent: this.#agent });
      forward.once('response', answered);
      forward.once('error', failed);
      response.once('close', () => {
        if (!response.writableFinished) forward.destroy();
      });
      request.pipe(forward);
    });
  }

  async #send(body, response, transfer) {
    for await (const chunk of body) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        await this.line.carry(slice.length);
        if (response.destroyed) return;
        Transfers.add(transfer, slice.length);
        // A player that has enough stops reading, and the server must feel it.
        if (!response.write(slice)) await drained(response);
      }
    }
    response.end();
  }
}

/** Headers as they came, in their spelling and order. */
function passed(raw) {
  const kept = [];
  for (let at = 0; at < raw.length; at += 2) {
    if (!hopByHop.has(raw[at].toLowerCase())) kept.push(raw[at], raw[at + 1]);
  }
  return kept;
}

function drained(response) {
  return new Promise((done) => {
    const over = () => {
      response.off('drain', over);
      response.off('close', over);
      done();
    };
    response.on('drain', over);
    response.on('close', over);
  });
}
