import type { Page } from '@playwright/test';
import { step } from '../support/swipe.ts';
import { expect, test } from '../support/test.ts';

type Feed = { items: { id: string; disclosure: unknown }[] };

test('thirty films, never more than three video elements', async ({ page, shop, isMobile }) => {
  const feed = (await (await page.request.get('/api/v1/feed?market=DE&limit=50')).json()) as Feed;
  const disclosed = new Set(feed.items.filter((post) => post.disclosure).map((post) => post.id));
  await shop.openFeed();
  const count = 30;
  let by: 1 | -1 = 1;
  for (let films = 0; films < count; films += 1) {
    const at = await shop.filmIndex();
    // There and back again.
    if (at === 16) by = -1;
    if (at === 0) by = 1;
    await step(page, shop, by, Boolean(isMobile));
    expect(await page.locator('video').count()).toBeLessThanOrEqual(3);
    // Films that sell nothing have nothing to disclose.
    const sells = disclosed.has((await shop.film.getAttribute('data-post')) ?? '');
    await expect(shop.disclosure).toHaveCount(sells ? 1 : 0);
  }
  await shop.settled();
});

test('the address follows, and coming back finds the same film', async ({ page, shop, isMobile }) => {
  await shop.openFeed();
  await step(page, shop, 1, Boolean(isMobile));
  await step(page, shop, 1, Boolean(isMobile));
  const post = await shop.settled();
  await shop.bagLink.click();
  await expect(page).toHaveURL(/\/bag$/);
  // The feed is still there, and no landmark of this page.
  await expect(page.getByRole('region', { name: 'Feed' })).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/p/${post}$`));
  await expect(shop.film).toHaveAttribute('data-post', post);
  await expect(shop.film).toBeInViewport({ ratio: 0.9 });
  await page.reload();
  await expect(shop.film).toHaveAttribute('data-post', post);
});

/** Looks, and does something, in the very moment in which another film becomes the current one. */
const atNext = (page: Page, leave: boolean) =>
  page.evaluate((leave) => {
    const current = () => document.querySelector<HTMLElement>('.slide[data-current="true"]');
    const before = current();
    const seen = new MutationObserver(() => {
      const next = current();
      if (!next || next === before) return;
      seen.disconnect();
      const lined = (slide: Element | null) => slide?.querySelector('.hotspot') !== null;
      Object.assign(window, { moment: { post: next.dataset.post, next: lined(next), before: lined(before) } });
      if (leave) document.querySelector<HTMLElement>('a.nav__link--bag')?.click();
    });
    seen.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-current'] });
  }, leave);
type Moment = { post: string; next: boolean; before: boolean };
const moment = (page: Page) => page.evaluate(() => (window as unknown as { moment?: Moment }).moment);

test('who leaves right after a swipe comes back to that film', async ({ page, shop }) => {
  await shop.openFeed();
  await shop.settled();
  // Before its address is written: that waits until nothing moves.
  await atNext(page, true);
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/\/bag$/);
  const post = (await moment(page))?.post ?? '';
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/p/${post}$`));
  await expect(shop.film).toHaveAttribute('data-post', post);
});

test('the line to the thing comes when its film rests, and goes with the next one', async ({ page, shop, isMobile }) => {
  await shop.openFeed('/p/amber-hour');
  await expect(page.locator('.slide:has(.hotspot)')).toHaveAttribute('data-post', 'amber-hour');
  await atNext(page, false);
  await step(page, shop, 1, Boolean(isMobile));
  // Nothing is drawn while the feed moves: what was there stays, what is next has none.
  expect(await moment(page)).toMatchObject({ next: false, before: true });
  await shop.settled();
  await expect(page.locator('.slide[data-post="amber-hour"] .hotspot')).toHaveCount(0);
});

test('a finger that scrolls holds frames up, and the film it stops at is followed again', { tag: '@phone' }, async ({ page, shop }) => {
  // How often frames of which element were asked for since the finger was taken.
  await page.addInitScript(() => {
    const asked: Record<string, number> = {};
    const taken = { at: 0, byNext: null as number | null, atStop: [] as number[] };
    Object.assign(window, { asked, taken });
    const ask = HTMLVideoElement.prototype.requestVideoFrameCallback;
    HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
      const slot = this.dataset['slot'] ?? '';
      asked[slot] = (asked[slot] ?? 0) + 1;
      return ask.call(this, callback);
    };
  });
  type Window = { asked: Record<string, number>; taken: { at: number; byNext: number | null; atStop: number[] } };
  await shop.openFeed();
  await shop.settled();
  const film = shop.film.locator('video');
  await expect(film).toHaveAttribute('data-state', 'playing');
  const slot = (await film.getAttribute('data-slot')) ?? '';
  await page.evaluate((slot) => {
    const { asked, taken } = window as unknown as Window;
    const before = document.querySelector('.slide[data-current="true"]');
    addEventListener('pointercancel', () => (taken.at = asked[slot] ?? 0), { capture: true });
    const all = () => Object.values(asked).reduce((sum, count) => sum + count, 0);
    // Where the scroll ends, a frame is asked for at once: before and behind whoever hears of it.
    addEventListener('scrollend', () => taken.atStop.push(all()), { capture: true });
    document.querySelector('#feed')?.addEventListener('scrollend', () => taken.atStop.push(all()));
    const seen = new MutationObserver(() => {
      if (before?.getAttribute('data-current') === 'true') return;
      seen.disconnect();
      taken.byNext = (asked[slot] ?? 0) - taken.at;
    });
    seen.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-current'] });
  }, slot);
  const counts = () => page.evaluate(() => (window as unknown as Window).asked);
  const drag = async (distances: number[]) => {
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 150, y }] });
    await touch('touchStart', 680);
    for (const distance of distances) {
      await touch('touchMove', 680 - distance);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
    await touch('touchEnd');
    await cdp.detach();
  };
  // A little, and back: the same film goes on.
  const stop = () => page.evaluate(() => (window as unknown as Window).taken.atStop);
  await expect(async () => {
    await page.evaluate(() => ((window as unknown as Window).taken.atStop = []));
    await drag([30, 60, 90, 90, 90, 90]);
    await expect.poll(async () => (await stop()).length).toBe(2);
    // Unless the finger took so long, on busy cores, that frames are followed already: then it draws once more.
    expect((await stop())[1]).toBe((await stop())[0]! + 1);
  }).toPass();
  const back = (await counts())[slot] ?? 0;
  await expect.poll(async () => (await counts())[slot] ?? 0).toBeGreaterThan(back + 5);
  await drag([135, 270, 405, 540]);
  await expect.poll(() => page.evaluate(() => (window as unknown as Window).taken.byNext)).toBe(0);
  await shop.settled();
  const next = (await film.getAttribute('data-slot')) ?? '';
  expect(next).not.toBe(slot);
  const then = (await counts())[next] ?? 0;
  await expect.poll(async () => (await counts())[next] ?? 0).toBeGreaterThan(then + 5);
});

test('keys go from film to film, and nothing is pushed aside', async ({ page, shop }) => {
  await shop.openFeed();
  await shop.settled();
  const first = await shop.filmIndex();
  const where = () =>
    page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      const aside = [...document.querySelectorAll('.slide')].filter((slide) => slide.scrollLeft !== 0).length;
      return { aside, seen: box !== undefined && box.left >= 0 && box.right <= innerWidth };
    });
  for (let keys = 0; (await shop.filmIndex()) < first + 3; keys += 1) {
    expect(keys, 'keys for three films').toBeLessThan(60);
    await page.keyboard.press('Tab');
    // What has the focus is brought onto the screen.
    await expect.poll(where).toEqual({ aside: 0, seen: true });
  }
});

test('what is cut off of a caption can be read, and nothing offers more than there is', async ({ shop, isMobile }) => {
  // Two lines and a word on a phone, less than two on a desktop.
  await shop.openFeed('/p/one-leaf-moves');
  const words = shop.film.locator('.caption__text');
  const more = shop.film.locator('.caption__more');
  const hidden = () => words.evaluate((text) => text.scrollHeight > text.clientHeight + 1);
  await expect(words).toBeVisible();
  expect(await hidden()).toBe(Boolean(isMobile));
  await expect(more).toHaveCount(isMobile ? 1 : 0);
  if (!isMobile) return;
  await more.click();
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  expect(await hidden()).toBe(false);
  await more.click();
  await expect(more).toHaveAttribute('aria-expanded', 'false');
});

test('a deep link opens its film with disclosure and label', async ({ shop }) => {
  await shop.openFeed('/p/amber-hour');
  await expect(shop.film).toHaveAttribute('data-post', 'amber-hour');
  await expect(shop.disclosure).toContainText('Own brand');
  await expect(shop.label).toBeVisible();
  await expect(shop.label).toContainText('€');
  await shop.label.click();
  await expect(shop.panel.getByRole('button', { name: 'Add to bag' })).toBeVisible();
});

test('sound is a choice that stays', async ({ page, shop }) => {
  await shop.openFeed('/p/side-a');
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'false');
  await shop.sound.click();
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  // The browser may refuse sound before a touch; then the film offers it, and one tap is enough.
  const offer = shop.film.getByRole('button', { name: 'Tap for sound' });
  await expect(offer.or(shop.film.locator('button[data-kind="sound"][aria-pressed="true"]')).first()).toBeVisible();
  if (await offer.isVisible()) await offer.click();
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => localStorage.getItem('vitrine.sound'))).toBe('on');
});
