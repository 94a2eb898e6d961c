// What a browser keeps: all of it is listed, and what another program left does no harm.
import type { Page } from '@playwright/test';
import { ordered } from '../support/api.ts';
import { card, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ serviceWorkers: 'allow', noise: [answers(404)] });

/** The orders kept here, and the version of the database they are in. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const version = (await indexedDB.databases()).find(({ name }) => name === 'vitrine')?.version;
    return new Promise<{ version?: number; stores: string[]; orders: number }>((done) => {
      const request = indexedDB.open('vitrine');
      request.onsuccess = () => {
        const database = request.result;
        const stores = [...database.objectStoreNames];
        const end = (orders: number) => {
          database.close();
          done({ version, stores, orders });
        };
        if (!stores.includes('orders')) return end(0);
        const count = database.transaction('orders').objectStore('orders').count();
        count.onsuccess = () => end(count.result);
      };
    });
  });

/** Leaves a database as another program would have made it. */
const leave = (page: Page, version: number, store: string) =>
  page.evaluate(
    ([version, store]) =>
      new Promise<void>((done) => {
        const request = indexedDB.open('vitrine', version);
        request.onupgradeneeded = () => {
          const made = request.result.createObjectStore(store);
          made.put('{"heard":1,"order":{"id":"old"}}', 'old');
        };
        request.onsuccess = () => {
          request.result.close();
          done();
        };
      }),
    [version, store] as const,
  );

for (const [whose, version, store] of [
  ['an older program', 1, 'baskets'],
  ['a newer program', 99, 'orders'],
] as const) {
  test(`a database of ${whose} begins anew, and nothing of the server is lost`, async ({ page, shop }) => {
    const order = await ordered(page.request, sku.mug);
    // A page of the shop that opens no database.
    await page.goto('/bag');
    await leave(page, version, store);
    await page.goto(order);
    await shop.delivered();
    await expect.poll(() => kept(page)).toEqual({ version: 1, stores: ['orders'], orders: 1 });
    await page.goto('/orders');
    await expect(shop.orderItems).toHaveCount(1);
  });
}

test('after a purchase everything that is kept is listed with its purpose', async ({ context, page, shop }) => {
  await shop.openFeed('/');
  await shop.sound.click();
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await shop.walkTo('review');
  await shop.toPayment();
  await shop.useCard(card.good);
  await shop.ordered();
  await expect.poll(() => page.evaluate(() => caches.keys())).not.toEqual([]);
  await page.goto('/privacy');
  const rows = shop.main.locator('.device-row');
  await expect(rows.filter({ hasText: 'Orders for times without a network' })).toHaveCount(1);
  const names = await page.evaluate(async () => ({
    keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    others: [...(await indexedDB.databases()).map(({ name }) => name ?? ''), ...(await caches.keys())],
    readable: document.cookie,
  }));
  expect(names.keys.length).toBeGreaterThan(2);
  for (const name of names.keys) {
    const row = rows.filter({ has: page.getByText(name, { exact: true }) });
    await expect(row.first(), `${name} is listed`).toBeVisible();
  }
  expect(names.others.length).toBeGreaterThan(1);
  for (const name of names.others) {
    await expect(rows.filter({ hasText: 'Orders for times' }), `${name} is listed`).toContainText(name);
  }
  await expect(shop.main.getByText('Not written by this shop')).toHaveCount(0);
  // One cookie, which no script can read.
  expect(names.readable).toBe('');
  expect((await context.cookies()).map(({ name, httpOnly }) => [name, httpOnly])).toEqual([['sid', true]]);
  await expect(rows.filter({ hasText: 'Session cookie' })).toHaveCount(1);
});
