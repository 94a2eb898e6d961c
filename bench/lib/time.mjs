/** @param {number} ms */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Milliseconds since 1970 with fractions: the clock that proxy and pages share on one machine. */
export const wallClock = () => performance.timeOrigin + performance.now();

/**
 * Asks again and again until the answer is neither undefined, null nor false.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {{every?: number, within: number, what: string}} how
 */
export async function until(ask, { every = 50, within, what }) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${within} ms`);
    await sleep(every);
  }
}
