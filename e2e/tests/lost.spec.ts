// The shop did it, but its answer was lost on the way: nothing is done twice.
import type { BrowserContext } from '@playwright/test';
import { base } from '../support/api.ts';
import { card, sku } from '../support/shop.ts';
import { answers, cutLine, either, expect, lineTest as test, slow } from '../support/test.ts';

// Whoever tries again with the version of before is told with 412 that it is done.
test.use({ flags: slow, noise: [either(cutLine, answers(412))] });

/** Pieces of a product that can be sold. */
async function left(context: BrowserContext, url: string, product: string): Promise<number[]> {
  const answer = await context.request.get(`${url}${base}/products/${product}?market=DE`);
  const { variants } = (await answer.json()) as { variants: { offer: { available: number } | null }[] };
  return variants.map((variant) => variant.offer?.available ?? 0);
}

test('adding to the bag', async ({ page, shop, line }) => {
  await shop.put('teapot', sku.teapot);
  const lost = line.loseAnswer('POST', /\/lines$/);
  line.forget();
  await shop.put('mug', sku.mug);
  expect(await lost).toBe(200);
  // The second try is told that the bag has changed, and finds the first one's piece in it.
  await expect.poll(() => line.answered('POST', /\/lines$/).map((pass) => pass.status)).toEqual([200, 412]);
  await shop.bagCount(2);
  await shop.openBag();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await expect(shop.toCheckout).toBeEnabled();
  await page.reload();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await expect(shop.quantity('Teapot')).toHaveText('1');
});

test('holding, paying and completing', async ({ context, page, shop, backend, line }) => {
  // The last pieces but one, so that the page's own figures tell what was sold.
  await backend.stock(sku.vase, 4);
  const before = await left(context, backend.own, 'vase');
  await shop.put('vase', sku.vase);
  await shop.openBag();
  const held = line.loseAnswer('POST', /\/checkouts$/);
  await shop.walkTo('review');
  expect(await held).toBe(201);
  const begun = line.loseAnswer('POST', /\/payment$/);
  await shop.toPayment();
  expect(await begun).toBe(200);
  for (const path of [/\/checkouts$/, /\/payment$/]) expect(line.answered('POST', path)).toHaveLength(2);
  const asked = line.loseAnswer('GET', /\/checkouts\/[^/]+$/);
  await shop.useCard(card.good);
  await shop.ordered();
  expect(await asked).toBe(200);
  await expect(shop.bill).toContainText('€48.00');

  const after = await left(context, backend.own, 'vase');
  expect(after.map((pieces, at) => (before[at] ?? 0) - pieces).sort()).toEqual([0, 0, 0, 1]);
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
  await shop.bagCount(0);
});
