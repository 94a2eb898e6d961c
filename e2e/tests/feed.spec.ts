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
