import type { Page } from '@playwright/test';
import { base } from '../support/api.ts';
import { card, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

// A closed payment page is answered with 410.
test.use({ flags: { '--reservation-seconds': '4' }, noise: [answers(409, 410)] });

/** Waits until the shop holds a checkout no longer. */
async function letGo(page: Page, checkout: string): Promise<void> {
  const state = async () => {
    const answer = await page.request.get(`${base}/checkouts/${checkout}`);
    return ((await answer.json()) as { state: string }).state;
  };
  await expect.poll(state, { timeout: 20_000 }).toBe('expired');
}

test('things no longer held: told in words, and the bag is kept', async ({ page, shop }) => {
  await shop.toReview();
  await expect(page.getByText('No longer held for you')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Hold it again' })).toBeVisible();
  await shop.openBag();
  await expect(shop.quantity('Mug')).toHaveText('1');
});

test('held again, it can be paid', async ({ page, shop }) => {
  await shop.toReview();
  await page.getByRole('button', { name: 'Hold it again' }).click({ timeout: 20_000 });
  await shop.toPayment();
  await shop.useCard(card.good);
  await shop.ordered();
});

test('time runs out on the payment page: nothing is charged, the bag is kept', async ({ page, shop }) => {
  await shop.toReview();
  await shop.toPayment();
  const back = new URL((await shop.backToShop.getAttribute('href')) ?? '');
  await letGo(page, back.searchParams.get('checkout') ?? '');
  await shop.useCard(card.good);
  await expect(shop.payClosed).toBeVisible();
  await expect(page.getByText('Nothing was charged.')).toBeVisible();
  await shop.backToShop.click();
  await expect(shop.told('We could not hold it any longer')).toBeVisible();
  await expect(shop.main).toContainText('Your bag is kept.');
  await shop.backToBag.click();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await page.goto('/orders');
  await expect(page.getByText('No orders yet')).toBeVisible();
  // And on from there.
  await shop.openBag();
  await shop.toCheckout.click();
  await shop.onStep('review');
  await expect(shop.pay).toBeEnabled();
});

test('sold out while it was no longer held', async ({ page, shop, backend }) => {
  await shop.toReview(sku.teapot);
  await expect(shop.holdAgain).toBeVisible({ timeout: 20_000 });
  try {
    await backend.stock(sku.teapot, 0);
    await shop.holdAgain.click();
    await expect(shop.main.getByText(/Nothing was charged/)).toBeVisible();
    await expect(shop.pay).toHaveCount(0);
    await shop.backToBag.click();
    await expect(shop.notice('Teapot')).toContainText('Sold out');
    await expect(shop.toCheckout).toBeDisabled();
    await shop.line('Teapot').getByRole('button', { name: /^Remove/ }).click();
    await expect(shop.noLines).toBeVisible();
    await expect(page.getByRole('link', { name: 'Watch the films' })).toBeVisible();
  } finally {
    await backend.stock(sku.teapot, 26);
  }
});
