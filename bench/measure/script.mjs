// A minute of somebody watching: some films to the end and over again, some not.
import { openFeed, turn } from './walk.mjs';
import { mobile, poor } from '../lib/phone.mjs';
import { sum } from '../lib/stats.mjs';
import { sleep } from '../lib/time.mjs';

/** Seconds on each film. The mix is made up; what counts is that it is always the same. */
const dwell = [6, 2, 8, 1, 4, 10, 1, 3, 7, 2, 5, 8];
const STALL_MS = 250;

async function watch(lab, subject, profile) {
  const phone = await openFeed(lab, subject, profile, ['watching'], 0);
  try {
    for (const [index, seconds] of dwell.entries()) {
      await sleep(seconds * 1_000);
      if (index === dwell.length - 1) break;
      const current = await phone.page.evaluate(() => window.__bench.feed.current);
      await turn(phone, 'next', current);
    }
    return await phone.page.evaluate(() => {
      window.__bench.stopWatching();
      return { visits: window.__bench.watching.visits, shown: window.__bench.shown() };
    });
  } finally {
    await phone.close();
  }
}

/** Share of the film bytes that came over the line and were never shown. */
export async function waste(lab, subject) {
  const { shown } = await watch(lab, subject, mobile);
  const fetched = lab.proxy.transfers.byPath('video');
  const played = await Promise.all(
    Object.entries(fetched).map(async ([path, bytes]) => {
      // Shown parts are worth their share of the file; what came twice is paid twice.
      return Math.min(bytes, (shown[path] ?? 0) * (await lab.sizeOf(path)));
    }),
  );
  const total = sum(Object.values(fetched));
  return { wasted: total === 0 ? null : 100 * (1 - sum(played) / total), videoBytes: total, fetched, shown };
}

/** Stalls longer than 250 ms after a film's first frame, on a bad line. */
export async function rebuffer(lab, subject) {
  const { visits } = await watch(lab, subject, poor);
  const stalls = visits.flatMap(({ stalls }) => stalls.map(([from, to]) => to - from));
  const stalled = sum(stalls.filter((length) => length > STALL_MS));
  const never = visits.filter(({ firstFrame }) => firstFrame === null);
  // A film that never came is nothing but waiting.
  const waited = stalled + sum(never.map(({ committed, left }) => left - committed));
  const started = visits.filter(({ firstFrame }) => firstFrame !== null);
  const watched = sum(started.map(({ firstFrame, left }) => left - firstFrame)) - stalled;
  return {
    ratio: (100 * waited) / (waited + watched),
    stalls: stalls.filter((length) => length > STALL_MS).length,
    never: never.length,
    watchedS: watched / 1_000,
  };
}
