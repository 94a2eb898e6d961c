// How soon and how fast the page answers a finger.
import { pathOf, selectors, shop, stands } from '../lib/pages.mjs';
import { mobile, openPhone } from '../lib/phone.mjs';
import { quantile } from '../lib/stats.mjs';
import { sleep, until } from '../lib/time.mjs';
import { tap } from '../lib/touch.mjs';

const TAPS = 20;
const OPENINGS = 5;
/** Event Timing leaves out what took less than 16 ms, and rounds to 8. */
const UNREPORTED_MS = 8;

export async function interact(lab, subject) {
  const phone = await openPhone(lab, mobile, ['startup', 'answer']);
  try {
    const { page } = phone;
    await page.goto(lab.proxy.url + pathOf(subject), { waitUntil: 'commit' });
    const answered = await firstAnswer(phone, subject);
    await placeOf(page, stands[subject]);
    await sleep(3_000);
    const taps = await tapSound(phone);
    const own = subject === 'vitrine' ? await shopping(phone) : {};
    return { answered, tapP50: quantile(taps, 0.5), tapP95: quantile(taps, 0.95), taps, ...own };
  } finally {
    await phone.close();
  }
}

/** Presses the sound button ten times a second from the moment it can be seen, until it changes. */
async function firstAnswer({ page, cdp }, subject) {
  return until(
    async () => {
      const found = await page.evaluate((sound) => {
        const bench = window.__bench;
        return bench && { place: bench.place(sound), first: bench.answer.first };
      }, selectors.sound);
      if (found?.first) return found.first;
      if (found?.place && found.first === null) await tap(cdp, found.place);
      return null;
    },
    { every: 60, within: 60_000, what: `an answer of ${subject}` },
  );
}

async function tapSound({ page, cdp }) {
  await page.evaluate(() => (window.__bench.answer.interactions = {}));
  for (let count = 0; count < TAPS; count += 1) {
    const place = await page.evaluate((sound) => window.__bench.place(sound), selectors.sound);
    await tap(cdp, place);
    await sleep(400);
  }
  const reported = await page.evaluate(() => Object.values(window.__bench.answer.interactions));
  const quick = Array(Math.max(0, TAPS - reported.length)).fill(UNREPORTED_MS);
  return [...reported, ...quick];
}

/** What only the shop has: from a label to its product, and the bag. */
async function shopping(phone) {
  const { page } = phone;
  const labels = [];
  for (let count = 0; count < OPENINGS; count += 1) {
    labels.push(await openLabel(phone));
    await sleep(700);
    // With something in the bag, opening it has something to draw.
    if (count === OPENINGS - 1) await addToBag(phone);
    await page.keyboard.press('Escape');
    await page.locator(shop.sheet).waitFor({ state: 'detached', timeout: 10_000 });
    await sleep(500);
  }
  const bags = [];
  for (let count = 0; count < OPENINGS; count += 1) {
    bags.push(await timed(phone, shop.bagLink, [shop.bagTitle, shop.bagLine], 10_000));
    await sleep(500);
    await tap(phone.cdp, await placeOf(page, shop.feedLink));
    await page.locator(shop.bagLine).waitFor({ state: 'detached', timeout: 10_000 });
    await sleep(1_000);
  }
  return { label: quantile(labels, 0.5), bag: quantile(bags, 0.5), labels, bags };
}

async function addToBag({ page, cdp }) {
  await page.locator(shop.addToBag).first().waitFor();
  // Playwright's selectors know the button's words; the finger is ours.
  const { x, y, width, height } = await page.locator(shop.addToBag).first().boundingBox();
  await tap(cdp, { x: x + width / 2, y: y + height / 2 });
  await page.locator(shop.bagCount).waitFor({ state: 'attached', timeout: 10_000 });
}

/** A label can go with its moment just as the finger comes down; then the next one is taken. */
async function openLabel(phone) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await timed(phone, shop.label, [shop.sheetName, shop.sheetPrice], 5_000);
    } catch (error) {
      const isOpen = await phone.page.locator(shop.sheet).count();
      if (isOpen || attempt === 2) throw error;
    }
  }
}

/** Milliseconds from the finger's leaving `target` to the frame that shows all `parts`. */
async function timed({ page, cdp }, target, parts, within) {
  const place = await placeOf(page, target);
  await page.evaluate((parts) => window.__bench.awaitSeen(parts), parts);
  await tap(cdp, place);
  return until(() => page.evaluate(() => window.__bench.answer.seen), { within, what: parts.join(' and ') });
}

function placeOf(page, target) {
  return until(() => page.evaluate((target) => window.__bench.place(target), target), {
    within: 15_000,
    what: `${target} within reach`,
  });
}
