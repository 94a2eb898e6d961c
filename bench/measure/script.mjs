// Somebody watching for most of a minute: some films to their end, many not.
import { openFeed, turn } from './walk.mjs';
import { mobile, poor } from '../lib/phone.mjs';
import { sum } from '../lib/stats.mjs';
import { sleep } from '../lib/time.mjs';

/**
 * Seconds on each film, four on average. Posts share films, so a later post can show what an
 * earlier one left; with the demo's first twelve, a page that fetches each film whole and no other
 * wastes about a fifth.
 */
const dwell = [6, 5, 2, 4, 1, 6, 8, 1, 7, 3, 2, 5];
const STALL_MS = 250;
/** How long a film may take to start before that counts as standing still, too. */
const PATIENCE_MS = 2_000;

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
  // Somebody who swipes on after a second has seen no stall; somebody who waits for long has.
  const waited = stalled + sum(never.map(({ committed, left }) => Math.max(0, left - committed - PATIENCE_MS)));
  const started = visits.filter(({ firstFrame }) => firstFrame !== null);
  const watched = sum(started.map(({ firstFrame, left }) => left - firstFrame)) - stalled;
  return {
    ratio: (100 * waited) / (waited + watched),
    stalls: stalls.filter((length) => length > STALL_MS).length,
    never: never.length,
    watchedS: watched / 1_000,
  };
}
