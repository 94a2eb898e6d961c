import type { Page } from '@playwright/test';
import type { Shop } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

type Feed = { items: { id: string; disclosure: unknown }[] };

/** One film on or back, as a finger or a key does it. */
async function step(page: Page, shop: Shop, by: 1 | -1, isMobile: boolean): Promise<void> {
  // A finger that comes before the last snap has ended would go on from the middle.
  await expect(shop.film).toBeInViewport({ ratio: 0.995 });
  const before = await shop.filmIndex();
  if (isMobile) {
    const cdp = await page.context().newCDPSession(page);
    const [from, to] = by === 1 ? [680, 130] : [130, 680];
    const moves = 12;
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 150, y: from }] });
    for (let move = 1; move <= moves; move += 1) {
      const y = from + ((to - from) * move) / moves;
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: 150, y }] });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await cdp.detach();
  } else {
    await page.keyboard.press(by === 1 ? 'ArrowDown' : 'ArrowUp');
  }
  await expect(shop.film).toHaveAttribute('data-index', String(before + by));
}

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
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/p/${post}$`));
  await expect(shop.film).toHaveAttribute('data-post', post);
  await expect(shop.film).toBeInViewport({ ratio: 0.9 });
  await page.reload();
  await expect(shop.film).toHaveAttribute('data-post', post);
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
