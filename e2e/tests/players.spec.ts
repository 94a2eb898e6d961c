// Mistakes that other feeds made with their players, each as a test; the names of where it happened stand beside it.
// On the phone alone, where players are scarce (support/config.ts).
import type { Page } from '@playwright/test';
import { step } from '../support/swipe.ts';
import { expect, test } from '../support/test.ts';

declare global {
  interface Window {
    seen: { audible: number; loud: boolean; running: number; black: string[] };
    calls: string[];
  }
}

/** Looks at all films before every frame. */
async function watchFilms(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { audible: 0, loud: false, running: 0, black: [] as string[] };
    window.seen = seen;
    const frames = new WeakMap<HTMLVideoElement, string>();
    const follow = (video: HTMLVideoElement) => {
      if (frames.has(video)) return;
      frames.set(video, '');
      const frame = () => {
        frames.set(video, video.currentSrc);
        video.requestVideoFrameCallback(frame);
      };
      video.requestVideoFrameCallback(frame);
    };
    const look = () => {
      const videos = [...document.querySelectorAll('video')];
      videos.forEach(follow);
      const audible = videos.filter((video) => !video.paused && !video.muted);
      seen.audible = Math.max(seen.audible, audible.length);
      seen.loud ||= audible.some((video) => video.closest('.slide')?.getAttribute('data-current') !== 'true');
      seen.running = Math.max(seen.running, videos.filter((video) => !video.paused).length);
      for (const video of videos) {
        const shown = video.closest('[data-revealed="true"]') !== null && video.checkVisibility();
        if (shown && frames.get(video) !== video.currentSrc) seen.black.push(video.currentSrc);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

test('only the film on the screen is heard (bluesky #9756)', async ({ page, shop, isMobile }) => {
  await watchFilms(page);
  await shop.openFeed('/p/side-a');
  await shop.sound.click();
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'true');
  for (let films = 0; films < 6; films += 1) {
    await step(page, shop, films < 4 ? 1 : -1, Boolean(isMobile));
    await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'playing');
  }
  const seen = await page.evaluate(() => window.seen);
  expect(seen).toMatchObject({ audible: 1, loud: false, running: 1 });
});

test('nothing black between poster and film (video.js #8429)', async ({ page, shop, isMobile }) => {
  await watchFilms(page);
  await shop.openFeed();
  for (let films = 0; films < 5; films += 1) await step(page, shop, 1, Boolean(isMobile));
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-revealed', 'true');
  expect(await page.evaluate(() => window.seen.black)).toEqual([]);
});

test('a swipe asks its film to play before it stops the others', async ({ page, shop, isMobile }) => {
  await page.addInitScript(() => {
    window.calls = [];
    const { play, pause } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      window.calls.push('play');
      return play.call(this);
    };
    HTMLMediaElement.prototype.pause = function () {
      window.calls.push('pause');
      pause.call(this);
    };
  });
  await shop.openFeed();
  for (let films = 0; films < 3; films += 1) {
    await page.evaluate(() => (window.calls = []));
    await step(page, shop, 1, Boolean(isMobile));
    await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'playing');
    expect(await page.evaluate(() => window.calls)).toEqual(['play', 'pause']);
  }
});

test('play and pause in a hurry end as the last of them says (react-player #1711)', async ({ page, shop }) => {
  await shop.openFeed();
  const film = shop.film.locator('.slide__film');
  await page.keyboard.press('Tab');
  // An odd number: it ends paused. A refused promise would be an error of the page.
  for (let times = 0; times < 11; times += 1) await page.keyboard.press('k');
  await shop.paused();
  expect(await shop.film.locator('video').evaluate((video: HTMLVideoElement) => video.paused)).toBe(true);
  // There and back before the films could start.
  await page.keyboard.press('k');
  for (let times = 0; times < 4; times += 1) {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.press('Home');
  await expect(shop.film).toHaveAttribute('data-index', '0');
  await expect(film).toHaveAttribute('data-state', 'playing');
  await expect.poll(() => page.locator('video').evaluateAll((all) => all.filter((v) => !(v as HTMLVideoElement).paused).length)).toBe(1);
});

test('players are freed: sixteen films where eight may be open (whatwg/html #6916)', async ({ page, shop, isMobile }) => {
  test.setTimeout(180_000);
  await shop.openFeed();
  let by: 1 | -1 = 1;
  for (let films = 0; films < 16; films += 1) {
    const at = await shop.filmIndex();
    if (at >= 12) by = -1;
    if (at === 0) by = 1;
    await step(page, shop, by, Boolean(isMobile));
    await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-revealed', 'true');
    await expect(page.locator('.slide__fault')).toHaveCount(0);
  }
  expect(await page.locator('video').count()).toBe(3);
});

test('a page of films more moves nothing (virtua #452)', async ({ page, shop, isMobile }) => {
  await shop.openFeed();
  const count = () => page.locator('article.slide').count();
  const before = await count();
  const place = () =>
    page.locator('#feed').evaluate((feed) => ({ top: feed.scrollTop, height: feed.clientHeight }));
  // The next page is asked for five films before the end.
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route('**/api/v1/feed?*cursor=*', async (route) => {
    await held;
    await route.continue();
  });
  for (let films = 0; films < before - 2; films += 1) await step(page, shop, 1, Boolean(isMobile));
  await expect(shop.film).toBeInViewport({ ratio: 0.999 });
  const post = await shop.settled();
  const { top } = await place();
  release();
  await expect.poll(count).toBeGreaterThan(before);
  await shop.drawn();
  const after = await place();
  expect(after.top).toBe(top);
  expect(after.top).toBe(after.height * (before - 2));
  await expect(shop.film).toHaveAttribute('data-post', post);
});

test('out of the back/forward cache a film goes on where it was (WebKit #70123)', async ({ page, shop }) => {
  await shop.openFeed('/p/side-a?t=4');
  const film = shop.film.locator('.slide__film');
  const at = () => shop.film.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await expect.poll(at).toBeGreaterThan(4.5);
  // What WebKit does: the page is kept, its media are dead when it comes back.
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    for (const video of document.querySelectorAll('video')) {
      video.removeAttribute('src');
      video.load();
    }
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await expect(film).toHaveAttribute('data-state', 'playing');
  await expect(film).toHaveAttribute('data-revealed', 'true');
  expect(await at()).toBeGreaterThan(4.4);
});
