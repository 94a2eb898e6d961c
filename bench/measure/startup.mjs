// A stranger's first seconds: nothing cached, until the first film moves and the application stands.
import { pathOf, stands } from '../lib/pages.mjs';
import { mobile, openPhone } from '../lib/phone.mjs';
import { sum } from '../lib/stats.mjs';
import { sleep, until } from '../lib/time.mjs';
import { codeAndData, sumOf } from '../proxy/transfers.mjs';

/** Long enough after the first frame for whatever a page put off until then. */
const AFTERWARDS_MS = 3_000;

export async function startup(lab, subject) {
  const phone = await openPhone(lab, mobile, ['startup']);
  try {
    const { page } = phone;
    await page.goto(lab.proxy.url + pathOf(subject), { waitUntil: 'commit' });
    const firstFrame = await until(() => page.evaluate(() => window.__bench?.start.firstFrame), {
      every: 200,
      within: 90_000,
      what: `the first frame of ${subject}`,
    });
    const standing = await until(
      () => page.evaluate((sound) => window.__bench.place(sound) && performance.now(), stands[subject]),
      { every: 60, within: 60_000, what: `the sound button of ${subject}` },
    );
    await sleep(AFTERWARDS_MS);
    const { start, origin } = await page.evaluate(() => ({
      start: window.__bench.start,
      origin: performance.timeOrigin,
    }));
    const bytes = lab.proxy.transfers.byKind(origin + firstFrame);
    return {
      fcp: start.fcp,
      lcp: start.lcp,
      lcpElement: start.lcpElement,
      firstFrame,
      firstSeen: start.firstSeen,
      standing,
      blockedToFrame: blocked(start.longTasks, firstFrame),
      blocked: blocked(start.longTasks, Infinity),
      longTasks: start.longTasks,
      bytes,
      bytesAll: lab.proxy.transfers.byKind(),
      codeToFrame: sumOf(bytes, codeAndData),
      code: sumOf(lab.proxy.transfers.byKind(), codeAndData),
    };
  } finally {
    await phone.close();
  }
}

/** What is longer than 50 ms in tasks that began before a moment. */
function blocked(tasks, until) {
  return sum(tasks.filter(([start]) => start < until).map(([, duration]) => duration - 50));
}
