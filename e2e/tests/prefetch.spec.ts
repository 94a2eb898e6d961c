// What films ask of a shopper's line, read in the backend's own log.
import type { Backend } from '../support/backend.ts';
import type { Shop } from '../support/shop.ts';
import { step } from '../support/swipe.ts';
import { expect, test } from '../support/test.ts';

type Source = { url: string; bitrate: number };
type Post = { id: string; clip: { id: string; sources: Source[] } };

/** A question for a film: which file, and from which byte to which; to the end without one. */
type Asked = { file: string; from: number; to?: number };

/** Everything asked since its log had so many lines. */
function asked(backend: Backend, since: number): Asked[] {
  return backend.log.slice(since).flatMap((line) => {
    const found = /path="?(clips\/[^" ]+)"? range="?(?:bytes=(\d+)-(\d*)|-)"?/.exec(line);
    if (!found?.[1]) return [];
    return [{ file: found[1], from: Number(found[2] ?? 0), to: found[3] ? Number(found[3]) : undefined }];
  });
}

async function posts(shop: Shop): Promise<Post[]> {
  const answer = await shop.page.request.get('/api/v1/feed?market=DE&lang=en&limit=10');
  return ((await answer.json()) as { items: Post[] }).items;
}

const fileOf = (source: Source) => new URL(source.url, 'http://x').pathname.replace('/media/', '');

test('the beginnings of the next films are fetched, and nothing twice', async ({ page, shop, backend, isMobile }) => {
  const films = await posts(shop);
  const filesOf = (at: number) => films[at]!.clip.sources.map(fileOf);
  const since = backend.log.length;
  const now = () => asked(backend, since);
  await shop.openFeed();
  // The current film whole, the next into its element, three seconds or 800 kB of the two behind it.
  for (const at of [2, 3]) {
    await expect.poll(() => now().some(({ file, to }) => filesOf(at).includes(file) && to !== undefined)).toBe(true);
    const [range] = now().filter(({ file }) => filesOf(at).includes(file));
    const source = films[at]!.clip.sources.find((source) => fileOf(source) === range!.file)!;
    expect(range!.from).toBe(0);
    expect(range!.to! + 1).toBe(Math.min(800_000, Math.floor((source.bitrate * 3) / 8)));
  }
  expect(now().some(({ file }) => filesOf(4).includes(file))).toBe(false);
  for (let films = 0; films < 3; films += 1) await step(page, shop, 1, Boolean(isMobile));
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'playing');
  await expect.poll(() => now().some(({ file }) => filesOf(5).includes(file))).toBe(true);
  // What came once is in the browser's cache: a file is never asked for from the same byte again.
  const starts = now().map(({ file, from }) => `${file} from ${from}`);
  expect(starts.filter((start, at) => starts.indexOf(start) !== at)).toEqual([]);
});

test('saving data fetches no film that is not on the screen', async ({ page, shop, backend }) => {
  await page.addInitScript(() => localStorage.setItem('vitrine.saver', 'on'));
  const films = await posts(shop);
  const since = backend.log.length;
  await shop.openFeed();
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'playing');
  await expect(shop.film.locator('.slide__poster')).toBeAttached();
  // Long enough for whatever is fetched ahead: the film has come to its end once.
  const video = shop.film.locator('video');
  await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.played.end(0)), { timeout: 30_000 }).toBeGreaterThan(4);
  const files = asked(backend, since).map(({ file }) => file);
  const mine = films[0]!.clip.sources.map(fileOf);
  expect(files.filter((file) => !mine.includes(file))).toEqual([]);
});

test('no film is asked for while films may not start by themselves', async ({ page, shop, backend }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const since = backend.log.length;
  await page.goto('/');
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-state', 'blocked');
  await page.waitForLoadState('networkidle');
  const files = asked(backend, since).map(({ file }) => file);
  expect(files).toEqual([]);
});

test('a film two back that still loads is let go of before the next one rests', async ({ page, shop, isMobile }) => {
  // What happened, in its order: an element let go of its film, a film came to rest and its address was written.
  await page.addInitScript(() => {
    const order: string[] = [];
    Object.assign(window, { order });
    document.addEventListener('emptied', ({ target }) => order.push((target as HTMLElement).dataset['slot'] ?? ''), true);
    const write = history.replaceState.bind(history);
    history.replaceState = (state, unused, url) => {
      order.push(`address ${url}`);
      write(state, unused, url);
    };
  });
  await shop.openFeed();
  await shop.settled();
  // A line on which no film is there before it is left; the first ones came before.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 3_000, uploadThroughput: 3_000 });
  const swipe = () => step(page, shop, 1, Boolean(isMobile));
  for (let films = 0; films < 3; films += 1) await swipe();
  // 2: it is being fetched.
  const fetching = () => expect(shop.film.locator('video')).toHaveJSProperty('networkState', 2);
  await fetching();
  const left = (await shop.film.locator('video').getAttribute('data-slot')) ?? '';
  const order = (since = 0) => page.evaluate((since) => (window as unknown as { order: string[] }).order.slice(since), since);
  const until = (await order()).length;
  for (let films = 0; films < 2; films += 1) await swipe();
  await fetching();
  const post = await shop.settled();
  const then = await order(until);
  expect(then).toContain(left);
  expect(then.indexOf(left)).toBeLessThan(then.findIndex((event) => event.endsWith(`/p/${post}`)));
});
