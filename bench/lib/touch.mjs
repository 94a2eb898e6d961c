// A finger, as raw touch events: synthesized scroll gestures don't scroll in headless Chromium.
import { sleep } from './time.mjs';

/** Off the labels (left, below), the rail (right, below) and the bar (above). */
const column = 270;
const low = 760;
const high = 170;

/**
 * One flick over 590 of 844 px. The moves are sent by the clock and not when the page has
 * taken the one before: a finger doesn't wait for a busy page. It slows down before it leaves:
 * flung at full speed, Chromium at times runs past `scroll-snap-stop: always`.
 * @param {'next' | 'previous'} way
 * @param {{steps?: number, every?: number}} pace
 */
export async function swipe(cdp, way, { steps = 14, every = 16 } = {}) {
  const [from, to] = way === 'next' ? [low, high] : [high, low];
  const sent = [touch(cdp, 'touchStart', column, from)];
  const start = performance.now();
  for (let step = 1; step <= steps; step += 1) {
    await sleep(start + step * every - performance.now());
    const gone = 1 - (1 - step / steps) ** 2;
    sent.push(touch(cdp, 'touchMove', column, Math.round(from + (to - from) * gone)));
  }
  sent.push(touch(cdp, 'touchEnd'));
  await Promise.all(sent);
}

/** @param {{x: number, y: number}} at */
export async function tap(cdp, { x, y }) {
  const down = touch(cdp, 'touchStart', x, y);
  await sleep(40);
  await Promise.all([down, touch(cdp, 'touchEnd')]);
}

function touch(cdp, type, x, y) {
  const touchPoints = type === 'touchEnd' ? [] : [{ x, y, id: 1, radiusX: 8, radiusY: 8, force: 1 }];
  return cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
}
