// Going through the feed: down to its end, up again, and so on.
import { pathOf } from '../lib/pages.mjs';
import { openPhone } from '../lib/phone.mjs';
import { sleep, until } from '../lib/time.mjs';
import { swipe } from '../lib/touch.mjs';

/** Runs go to and fro over this many films, so that a feed that grows doesn't look like a leak. */
const REACH = 12;

/** Opens a page and waits until its first film has moved for a while. */
export async function openFeed(lab, subject, profile, probes, settle = 2_500) {
  const phone = await openPhone(lab, profile, ['startup', 'feed', ...probes]);
  await phone.page.goto(lab.proxy.url + pathOf(subject), { waitUntil: 'commit' });
  await until(() => phone.page.evaluate(() => window.__bench?.start.firstFrame), {
    every: 200,
    within: 90_000,
    what: `the first frame of ${subject}`,
  });
  await sleep(settle);
  return phone;
}

/** Which way to go next; keeps its direction until an end. */
export function toAndFro() {
  let way = 'next';
  return async (page) => {
    const { current, last } = await page.evaluate(() => ({
      current: window.__bench.feed.current,
      last: Math.max(...[...document.querySelectorAll('.slide[data-index]')].map((slide) => slide.dataset.index)),
    }));
    if (current >= Math.min(last, REACH - 1)) way = 'previous';
    if (current <= 0) way = 'next';
    return { way, current };
  };
}

/** One swipe, until another film is the current one and rests. False when the page stayed where it was. */
export async function turn({ page, cdp }, way, from, pace) {
  await page.evaluate(() => window.__bench.openSwipe());
  await swipe(cdp, way, pace);
  const arrived = () =>
    page.evaluate((before) => window.__bench.feed.current !== before && !window.__bench.feed.moving, from);
  return until(arrived, { every: 25, within: 3_000, what: 'the next film' }).then(
    () => true,
    () => false,
  );
}
