// What left this device, and what is kept on it.
import { readFile } from 'node:fs/promises';
import { ordered } from '../support/api.ts';
import { sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ noise: [answers(404)] });

test('every host and every key is told with its purpose, saved and cleared', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await page.goto('/privacy');
  const row = (name: string | RegExp) => shop.main.getByRole('listitem').filter({ hasText: name });
  await expect(row('This shop').first()).toContainText(new URL(page.url()).host);
  await expect(shop.main.getByText('Not this shop')).toHaveCount(0);
  await expect(row(/^vitrine\.cart/).first()).toContainText('Finds your bag again');
  await expect(shop.main.getByText('Not written by this shop')).toHaveCount(0);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all of it as a file' }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { local: [string, string][] };
  expect(saved.local.map(([key]) => key)).toContain('vitrine.cart');

  await page.getByRole('button', { name: 'Clear all of it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear all of it' }).click();
  await expect(row(/^vitrine\.cart/)).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('a forgotten browser is another one', async ({ page, shop, context }) => {
  await ordered(page.request, sku.mug);
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
  expect(await context.cookies()).toHaveLength(1);
  await page.goto('/privacy');
  await page.getByRole('button', { name: 'Forget Session cookie' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click();
  await expect.poll(async () => (await context.cookies()).length).toBe(0);
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(0);
});

// A count has no screen.
test('every request counts, also those the browser has forgotten', async ({ page, shop }) => {
  await shop.openFeed('/');
  // More than the browser's own list holds.
  const known = await page.evaluate(async () => {
    const ask = async (at: number) => (await fetch(`/healthz?${at}`)).arrayBuffer();
    for (let at = 0; at < 400; at += 20) await Promise.all(Array.from({ length: 20 }, (_, one) => ask(at + one)));
    return performance.getEntriesByType('resource').length;
  });
  expect(known).toBeLessThan(400);
  // Without loading the page again.
  await page.locator('.region__summary').click();
  await page.getByRole('link', { name: 'What left this device' }).click();
  const row = shop.main.getByRole('listitem').filter({ hasText: 'This shop' }).first();
  await expect(row).toContainText(/\d+ times/);
  const told = /(\d+) times/.exec((await row.textContent()) ?? '')?.[1];
  expect(Number(told)).toBeGreaterThan(400);
});

test('the way there is in the settings', async ({ page, shop }) => {
  await shop.openFeed('/');
  await page.locator('.region__summary').click();
  await page.getByRole('link', { name: 'What left this device' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What left this device' })).toBeVisible();
});
