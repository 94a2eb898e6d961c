// A slow line: one way down that all connections share, and a time for each round trip.
import { sleep } from '../lib/time.mjs';

/** Small enough that connections take turns, large enough to be cheap. */
export const SLICE = 8 * 1024;

export class Line {
  /** When the last byte that was let through will have arrived. */
  #busyUntil = 0;
  #bytesPerMs = Infinity;
  rttMs = 0;

  /** @param {{rttMs: number, kbps: number}} profile */
  use({ rttMs, kbps }) {
    this.rttMs = rttMs;
    // A kilobit a second is a bit a millisecond.
    this.#bytesPerMs = kbps / 8;
    this.#busyUntil = 0;
  }

  /** Waits until a new request has reached the server and its first byte would be back. */
  async roundTrip(openedAt) {
    if (this.rttMs === 0) return;
    // The handshake takes a round trip of its own; a socket opened ahead has it behind it.
    const connected = Math.max(performance.now(), openedAt + this.rttMs);
    await sleep(connected + this.rttMs - performance.now());
  }

  /** Waits for the turn of so many bytes; whoever asked first goes first. */
  async carry(bytes) {
    const now = performance.now();
    this.#busyUntil = Math.max(now, this.#busyUntil) + bytes / this.#bytesPerMs;
    const wait = this.#busyUntil - now;
    // Timers are as coarse as a millisecond; the sum stays exact.
    if (wait >= 1) await sleep(wait);
  }
}
