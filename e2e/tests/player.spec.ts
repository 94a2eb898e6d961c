// What fingers, keys and links do with a film.
import { type Locator, type Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

declare global {
  interface Window {
    first_frame?: number | undefined;
  }
}

const time = (film: Locator) => film.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
const rate = (film: Locator) => film.locator('video').evaluate((video: HTMLVideoElement) => video.playbackRate);

async function finger(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number, y?: number) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: y ?? 300 }] });
  return {
    down: (x: number, y?: number) => send('touchStart', x, y),
    move: (x: number, y?: number) => send('touchMove', x, y),
    up: () => send('touchEnd'),
  };
}

test('a tap pauses, two like, a long press is fast, a drag scrubs', { tag: '@phone' }, async ({ page, shop }) => {
  await shop.openFeed('/p/amber-hour');
  const touch = await finger(page);
  const place = shop.film.locator('.slide__film');
  await touch.down(180, 300);
  await touch.up();
  await expect(place).toHaveAttribute('data-state', 'paused');
  await touch.down(180, 300);
  await touch.up();
  await expect(place).toHaveAttribute('data-state', 'playing');

  await touch.down(180, 300);
  await expect(page.getByText('Double speed')).toBeVisible();
  expect(await rate(shop.film)).toBe(2);
  await touch.up();
  await expect(page.getByText('Double speed')).toHaveCount(0);
  expect(await rate(shop.film)).toBe(1);
  await expect(place, 'a long press is no tap').toHaveAttribute('data-state', 'playing');

  await touch.down(100, 300);
  await touch.move(130, 302);
  for (let x = 140; x <= 300; x += 20) await touch.move(x, 303);
  const bubble = shop.film.locator('.slide__bubble--time');
  await expect(bubble).toBeVisible();
  expect(await time(shop.film)).toBeGreaterThan(2);
  await touch.up();
  await expect(bubble).toHaveCount(0);

  await touch.down(180, 300);
  await touch.up();
  await touch.down(182, 302);
  await touch.up();
  await expect(shop.film.locator('[data-kind="like"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(place, 'two taps are no pause').toHaveAttribute('data-state', 'playing');
});

/** Notes the time of the first frame that is shown without a poster over it. */
const noteFirst = (page: Page) =>
  page.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLVideoElement) {
      const seen = (_: number, { mediaTime }: { mediaTime: number }) => {
        if (this.closest('[data-revealed="true"]')) window.first_frame ??= mediaTime;
        else this.requestVideoFrameCallback(seen);
      };
      this.requestVideoFrameCallback(seen);
      return play.call(this);
    };
  });
const first = async (page: Page) => {
  await page.waitForFunction(() => window.first_frame !== undefined);
  return page.evaluate(() => window.first_frame);
};

test('a link opens at a second and with a product, and the next film at its start', async ({ page, shop }) => {
  await noteFirst(page);
  await page.goto('/p/amber-hour?t=3&product=perfume');
  await expect(shop.panel.getByRole('button', { name: 'Add to bag' })).toBeVisible();
  expect(await first(page)).toBeGreaterThan(2.9);
  await shop.panel.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => (window.first_frame = undefined));
  await page.keyboard.press('ArrowDown');
  await expect(shop.film).toHaveAttribute('data-index', '1');
  expect(await first(page)).toBeLessThan(1);
});

test('the second is kept over a reload', async ({ page, shop }) => {
  await shop.openFeed('/p/amber-hour');
  await expect.poll(() => time(shop.film)).toBeGreaterThan(2);
  await shop.settled();
  await noteFirst(page);
  await page.reload();
  await expect(shop.film).toHaveAttribute('data-post', 'amber-hour');
  expect(await first(page)).toBeGreaterThan(1.9);
});

test('keys: seek, captions, the list of keys', { tag: '@desktop' }, async ({ page, shop }) => {
  await shop.openFeed('/p/slow-breakfast');
  await page.keyboard.press('k');
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'paused');
  const before = await time(shop.film);
  await page.keyboard.press('ArrowRight');
  expect((await time(shop.film)) - before).toBeGreaterThan(1.5);
  const captions = shop.film.locator('[data-kind="captions"]');
  await expect(captions).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('c');
  await expect(captions).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Keys in the feed' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Keys in the feed' })).toBeHidden();
});

test('captions are words above the label', async ({ shop }) => {
  await shop.openFeed('/p/slow-breakfast');
  await expect(shop.film.locator('.spoken')).not.toBeEmpty();
});

test('the sheet leaves the film playing, and can silence it', { tag: '@phone' }, async ({ page, shop }) => {
  await shop.openFeed('/p/second-cup');
  await shop.label.click();
  await expect(shop.panel.getByRole('heading', { name: 'Mug' })).toBeVisible();
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'playing');
  const sound = shop.panel.getByRole('button', { name: 'Sound' });
  await sound.click();
  await expect(sound).toHaveAttribute('aria-pressed', 'true');
  await sound.click();
  await expect(sound).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Escape');
  await expect(shop.panel).toHaveCount(0);
});

test('how much may sell is told and kept', async ({ page, shop }) => {
  await shop.openFeed();
  await page.locator('summary.region__summary').click();
  await page.getByLabel('Films that sell').selectOption('none');
  await expect(shop.film).toHaveCount(1);
  await expect(shop.disclosure).toHaveCount(0);
  await expect(shop.label).toHaveCount(0);
  // A link to a film that sells would still open it: the address must be that of the new list.
  await shop.settled();
  await page.reload();
  await expect(shop.film).toHaveCount(1);
  await expect(shop.disclosure).toHaveCount(0);
});

test('data can be saved, and what a film costs is shown', async ({ page, shop }) => {
  await shop.openFeed();
  await page.locator('summary.region__summary').click();
  const saver = page.getByRole('switch', { name: /Save data/ });
  await expect(page.getByText(/At most [\d.]+ MB a film/)).toBeVisible();
  await saver.check();
  const films: string[] = [];
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith('/media/clips/')) films.push(path);
  });
  await page.reload();
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-revealed', 'true');
  await expect.poll(() => shop.film.locator('video').evaluate((video: HTMLVideoElement) => video.readyState)).toBe(4);
  expect(new Set(films).size, films.join(' ')).toBe(1);
});

test('follow somebody, and their films are in one place', async ({ page, shop }) => {
  await shop.openFeed('/p/second-cup');
  await shop.film.getByRole('button', { name: 'Follow Tess Holloway' }).click();
  await expect(shop.film.getByRole('button', { name: 'Following Tess Holloway' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: 'Following' }).click();
  await expect(shop.film).toContainText('Tess Holloway');
  // The address works by itself too.
  expect((await page.goto('/following'))?.status()).toBe(200);
  await expect(shop.film).toContainText('Tess Holloway');
  await expect(shop.nowhere).toHaveCount(0);
});

test('not interested: the label goes at once, and can come back', async ({ page, shop, isMobile }) => {
  await shop.openFeed('/p/second-cup');
  await shop.label.click();
  await shop.panel.getByRole('button', { name: 'Not interested' }).click();
  await expect(shop.toasts.getByText("Mug won't be shown in films any more.")).toBeVisible();
  if (isMobile) await page.keyboard.press('Escape');
  await expect(shop.label).toHaveCount(0);
  // While the sheet slides away, the message is in it and above the film.
  await expect(shop.toasts).toHaveCount(1);
  await shop.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(shop.label).toHaveCount(1);
});

test('a chip goes to the moment of its product', async ({ shop }) => {
  await shop.openFeed('/p/side-a');
  const chip = shop.film.locator('.chip--moment:visible').first();
  const name = ((await chip.textContent()) ?? '').replace(/^[\d:]+\s*/, '');
  await chip.click();
  await expect(shop.label).toContainText(name);
});
