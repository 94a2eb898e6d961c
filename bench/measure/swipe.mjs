// Swipe to first frame, and the frames missed meanwhile.
import { mobile } from '../lib/phone.mjs';
import { mean, quantile, sum } from '../lib/stats.mjs';
import { sleep } from '../lib/time.mjs';
import { openFeed, toAndFro, turn } from './walk.mjs';

/** From one swipe's first touch to the next one's: a quick look at each film. */
const EACH_MS = 1_700;
const FRAME_MS = 1_000 / 60;
const LONG_MS = 50;
/** What a film counts for that didn't move before the next swipe. */
const NEVER_MS = 5_000;

export async function swipes(lab, subject) {
  const phone = await openFeed(lab, subject, mobile, []);
  try {
    const next = toAndFro();
    const films = [];
    let stuck = 0;
    for (let count = 0; count < lab.options.swipes; count += 1) {
      const started = performance.now();
      const { way, current } = await next(phone.page);
      if (!(await turn(phone, way, current))) stuck += 1;
      await sleep(EACH_MS - (performance.now() - started));
      films.push(await phone.page.evaluate(() => window.__bench.dropped()));
    }
    const { swipes } = await phone.page.evaluate(() => window.__bench.feed);
    const made = swipes.filter(({ committed }) => committed !== null);
    const toFrame = made.map(({ committed, frame }) => (frame === null ? NEVER_MS : frame - committed));
    const gaps = swipes.map(({ frames }) => frames.slice(1).map((at, index) => at - frames[index]));
    return {
      p50: quantile(toFrame, 0.5),
      p95: quantile(toFrame, 0.95),
      touchP50: quantile(made.map(({ touched, frame }) => (frame === null ? NEVER_MS : frame - touched)), 0.5),
      missed: mean(gaps.map((one) => sum(one.map((gap) => Math.max(0, Math.round(gap / FRAME_MS) - 1))))),
      long: mean(gaps.map((one) => one.filter((gap) => gap > LONG_MS).length)),
      dropped: share(films),
      never: made.filter(({ frame }) => frame === null).length,
      stuck,
      doubled: swipes.filter(({ commits }) => commits > 1).length,
      toFrame,
    };
  } finally {
    await phone.close();
  }
}

/** Percent of the films' frames that were dropped. */
function share(films) {
  const total = sum(films.map((film) => film.total));
  return total === 0 ? null : (100 * sum(films.map((film) => film.dropped))) / total;
}
