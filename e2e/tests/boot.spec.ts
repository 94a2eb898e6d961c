// The first film before the application.
import { type Page } from '@playwright/test';
import { expect, test, networkLoss } from '../support/test.ts';

declare global {
  interface Window {
    frames_seen: { at: number; element: HTMLVideoElement }[];
  }
}

/** Takes note of every frame that any film presents. */
async function noteFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.frames_seen = [];
    const followed = new WeakSet<HTMLVideoElement>();
    const follow = (video: HTMLVideoElement) => {
      if (followed.has(video)) return;
      followed.add(video);
      const frame = (_: number, { mediaTime }: { mediaTime: number }) => {
        window.frames_seen.push({ at: mediaTime, element: video });
        video.requestVideoFrameCallback(frame);
      };
      video.requestVideoFrameCallback(frame);
    };
    new MutationObserver(() => document.querySelectorAll('video').forEach(follow)).observe(document, {
      childList: true,
      subtree: true,
    });
  });
}

/** The application waits until the given function is called. */
async function lateApplication(page: Page): Promise<() => void> {
  let open = () => {};
  const late = new Promise<void>((done) => (open = done));
  await page.route('**/*.wasm', async (route) => {
    await late;
    await route.continue();
  });
  return () => open();
}

test('the application takes the playing film over: no second request, no restart', async ({ page, shop }) => {
  await noteFrames(page);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === '/api/v1/feed' || pathname.startsWith('/media/clips/')) asked.push(pathname + search);
  });
  // The application comes late, so that the film plays before it for sure.
  const open = await lateApplication(page);
  await page.goto('/');
  await page.waitForFunction(() => window.frames_seen.length > 5);
  const early = await page.evaluateHandle(() => window.frames_seen[0]?.element);
  await expect(page.locator('#boot')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'The shop is loading' })).toBeVisible();
  open();
  await expect(shop.film).toHaveCount(1);
  await expect(page.locator('#boot')).toHaveCount(0);
  const count = (early: HTMLVideoElement | undefined) =>
    window.frames_seen.filter(({ element }) => element === early).length;
  const before = await page.evaluate(count, early);
  await expect.poll(() => page.evaluate(count, early)).toBeGreaterThan(before + 10);
  // The very element, in its slide.
  expect(await shop.film.locator('video').evaluate((video, early) => video === early, early)).toBe(true);
  // Others are prepared by then, and present their first frame too.
  const frames = await page.evaluate(
    (early) => window.frames_seen.filter(({ element }) => element === early).map(({ at }) => at),
    early,
  );
  const steps = frames.slice(1).map((at, index) => at - (frames[index] ?? 0));
  // Time goes forward, but where the film begins again; it never goes back to the start before its end.
  const back = steps.filter((step, index) => step < 0 && (frames[index] ?? 0) < 5);
  expect(back, 'it went back to the start').toEqual([]);
  // The page brought the first answer along: neither the boot script nor the application asks for it.
  expect(asked.filter((url) => url.startsWith('/api/v1/feed') && !url.includes('cursor')), asked.join('\n')).toEqual([]);
  const first = asked.find((url) => url.startsWith('/media/clips/'));
  expect(asked.filter((url) => url === first)).toHaveLength(1);
});

test('sound is a press away before the application is there, and stays on', async ({ page, shop }) => {
  const open = await lateApplication(page);
  await page.goto('/p/side-a');
  const sound = page.locator('#boot-sound');
  await expect(sound).toHaveAccessibleName('Sound');
  await expect(sound).toHaveAttribute('aria-pressed', 'false');
  await sound.click();
  await expect(sound).toHaveAttribute('aria-pressed', 'true');
  open();
  await expect(page.locator('#boot')).toHaveCount(0);
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'true');
  expect(await shop.film.locator('video').evaluate((video: HTMLVideoElement) => video.muted)).toBe(false);
  expect(await page.evaluate(() => localStorage.getItem('vitrine.sound'))).toBe('on');
});

test('whoever turns the sound on by key before the application goes on from the button in its place', async ({ page, shop }) => {
  const open = await lateApplication(page);
  await page.goto('/p/side-a');
  await page.locator('#boot-sound').focus();
  await page.keyboard.press('Enter');
  open();
  await expect(page.locator('#boot')).toHaveCount(0);
  await expect(shop.sound).toHaveAttribute('aria-pressed', 'true');
  await expect(shop.sound).toBeFocused();
});

test('the film is taken over when its words and buttons are there', async ({ page, shop }) => {
  await page.addInitScript(() => {
    const parts = ['.rail__action[data-kind="sound"]', '.caption__name', '.slide__tap'];
    new MutationObserver((changes, observer) => {
      const gone = changes.some(({ removedNodes }) => [...removedNodes].some((node) => (node as Element).id === 'boot'));
      if (!gone) return;
      observer.disconnect();
      const missing = parts.filter((part) => !document.querySelector(`.slide[data-current="true"] ${part}`));
      document.documentElement.dataset.missing = missing.join(' ');
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto('/');
  await expect(shop.film).toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('data-missing', '');
});

test('a market chosen by hand is asked for, and nothing else', async ({ page, shop }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === '/api/v1/feed' && !search.includes('cursor')) asked.push(search);
  });
  await page.addInitScript(() => localStorage.setItem('vitrine.market', 'US'));
  await page.goto('/');
  await expect(shop.film).toHaveCount(1);
  await expect(page.locator('.paper-label__price').first()).toContainText('$');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('market=US');
});

test.describe('without the application', () => {
  test.use({ noise: [[networkLoss, /Failed to fetch|ERR_BLOCKED|TypeError/], { option: true }] as never });
  test('the film plays, is disclosed, and the page says what is missing', async ({ page, shop }) => {
    await shop.page.goto('/');
    const disclosure = (await shop.disclosure.textContent()) ?? '';
    expect(disclosure).not.toBe('');
    await noteFrames(page);
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('/');
    await page.waitForFunction(() => window.frames_seen.length > 20);
    // The same words as the application's own.
    await expect(page.locator('.boot__disclosure')).toHaveText(disclosure);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(shop.film).toHaveCount(1);
  });
});

test('less motion: a picture, and no film until it is asked for', async ({ page, shop }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await noteFrames(page);
  await page.goto('/');
  await expect(shop.film).toHaveCount(1);
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'blocked');
  expect(await page.evaluate(() => window.frames_seen.length)).toBe(0);
  await shop.film.getByRole('button', { name: 'Play', exact: true }).press('Enter');
  await page.waitForFunction(() => window.frames_seen.length > 3);
});
