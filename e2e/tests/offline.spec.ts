// Orders without a network, and the worker that shows them.
import type { Page } from '@playwright/test';
import { ordered, remember } from '../support/api.ts';
import { Backend } from '../support/backend.ts';
import { type Shop, sku } from '../support/shop.ts';
import { answers, cutLine, either, expect, lineTest as test, networkLoss, slow } from '../support/test.ts';

test.use({ flags: slow, serviceWorkers: 'allow', noise: [either(cutLine, networkLoss, answers(502))] });

/** An order of this browser, which has been looked at: its address, once its page is kept whole and it is itself. */
async function kept(page: Page, shop: Shop): Promise<string> {
  const address = await ordered(page.request, sku.mug);
  await page.goto(address);
  await expect(shop.orderStatus).toBeVisible();
  const shell = async () => {
    const worker = await navigator.serviceWorker.getRegistration('/orders');
    const names = (await (await caches.open('vitrine-shell-1')).keys()).map(({ url }) => new URL(url).pathname);
    const whole = names.includes('/orders') && names.some((name) => name.endsWith('.wasm'));
    return whole ? worker?.active?.state : `only ${names.join(' ')}`;
  };
  await expect.poll(() => page.evaluate(shell)).toBe('activated');
  const orders = () =>
    new Promise<number>((done) => {
      const request = indexedDB.open('vitrine');
      request.onsuccess = () => {
        const count = request.result.transaction('orders').objectStore('orders').count();
        count.onsuccess = () => {
          request.result.close();
          done(count.result);
        };
      };
    });
  await expect.poll(() => page.evaluate(orders)).toBeGreaterThan(0);
  return address;
}

test('an order is read without a network, as of when it was heard', async ({ page, shop, line }) => {
  const address = await kept(page, shop);
  line.cut();
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1, name: /^Order / })).toBeVisible();
  await expect(shop.main.locator('.order-status')).toContainText(/As of \d/);
  await expect(shop.bill).toContainText('Total');
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
  await expect(shop.main).toContainText('No network. This is what was last heard');
  line.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.main).not.toContainText('No network');
  await expect(shop.orderItems).toHaveCount(1);
});

test('an order is read while the shop is away and something answers for it', async ({ page, shop, line }) => {
  const address = await kept(page, shop);
  line.loseShop();
  try {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: /^Order / })).toBeVisible();
    await expect(shop.bill).toContainText('Total');
  } finally {
    line.mend();
  }
  // With the shop comes its own page.
  await page.goto(address);
  await expect(shop.live).toBeVisible();
});

test('the feed and its films never pass through the worker', async ({ page, shop, context }) => {
  await kept(page, shop);
  const passed: string[] = [];
  context.on('request', (request) => {
    if (request.serviceWorker()) passed.push(new URL(request.url()).pathname);
  });
  await shop.openFeed('/');
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
  expect(passed.filter((path) => /^\/(api|media)\//.test(path))).toEqual([]);
  const shelves = await page.evaluate(async () => {
    const cache = await caches.open('vitrine-shell-1');
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);
  });
  expect(shelves.filter((path) => /^\/(api|media)\//.test(path) || path === '/')).toEqual([]);
});

test('nothing is kept before there is an order', async ({ page, shop }) => {
  await shop.openFeed('/');
  await page.goto('/orders');
  await expect(shop.main.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('an order of another shape, kept by another program, is asked for anew', async ({ page, shop }) => {
  const address = await kept(page, shop);
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const request = indexedDB.open('vitrine');
        request.onsuccess = () => {
          const store = request.result.transaction('orders', 'readwrite').objectStore('orders');
          store.put('{"heard":1,"order":{"id":"old"}}', 'old').onsuccess = () => {
            request.result.close();
            done();
          };
        };
      }),
  );
  await page.goto(address);
  await expect(shop.orderStatus).toBeVisible();
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
});

test.describe('a shop that takes its worker back', () => {
  // It knows nothing of the order, whose picture the page may ask for meanwhile.
  test.use({ noise: [either(cutLine, networkLoss, answers(404, 502))] });

  test('removes it and what it kept', async ({ page, shop, backend, line }) => {
    await kept(page, shop);
    // An empty page, out of the worker's reach: pages within it are loaded again by what takes its place.
    await remember(page, {});
    const retired = await Backend.start({ '--no-service-worker': '' }, line);
    try {
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/orders'))?.update());
      const left = () => navigator.serviceWorker.getRegistrations().then((all) => all.length);
      await expect.poll(() => page.evaluate(left).catch(() => -1)).toBe(0);
      expect(await page.evaluate(() => caches.keys())).toEqual([]);
    } finally {
      line.leadTo(backend.own);
      await retired.stop();
    }
  });
});
