// What changes under the shopper's hands.
import { card, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ noise: [answers(409, 412)] });

test('sold out between the bag and the payment', async ({ page, shop, backend }) => {
  await shop.put('teapot', sku.teapot);
  await shop.openBag();
  await shop.walkTo('delivery');
  try {
    await backend.stock(sku.teapot, 0);
    await shop.goOn.click();
    await expect(page.getByText(/Nothing was charged/)).toBeVisible();
    await page.getByRole('link', { name: 'Back to the bag' }).click();
    await expect(shop.line('Teapot').locator('.line-notice')).toContainText('Sold out');
    await expect(shop.toCheckout).toBeDisabled();
  } finally {
    await backend.stock(sku.teapot, 26);
  }
});

test('another price is shown, accepted and paid', async ({ shop, backend }) => {
  await shop.put('vase', sku.vase);
  try {
    await backend.price(sku.vase, 'DE', 5150);
    await shop.openBag();
    await expect(shop.line('Vase').locator('.line-notice')).toContainText('Was €48.00, now €51.50');
    await expect(shop.toCheckout).toBeDisabled();
    await shop.acceptPrices.click();
    await expect(shop.line('Vase').locator('.line-notice')).toHaveCount(0);
    await shop.walkTo('review');
    await expect(shop.main.locator('.summary-lines')).toContainText('€51.50');
    await shop.toPayment();
    await shop.useCard(card.good);
    await shop.ordered();
  } finally {
    await backend.price(sku.vase, 'DE', 4800);
  }
});

test('another price between the bag and the payment is told before anything is charged', async ({ shop, backend }) => {
  await shop.put('vase', sku.vase);
  await shop.openBag();
  await shop.walkTo('delivery');
  try {
    await backend.price(sku.vase, 'DE', 5150);
    await shop.goOn.click();
    await expect(shop.main.getByText(/Nothing was charged/)).toBeVisible();
    await expect(shop.pay).toHaveCount(0);
    await shop.backToBag.click();
    await expect(shop.notice('Vase')).toContainText('Was €48.00, now €51.50');
    await expect(shop.quantity('Vase')).toHaveText('1');
    await shop.acceptPrices.click();
    await expect(shop.notice('Vase')).toHaveCount(0);
    // What was filled in is still there: the next stop is the review.
    await shop.toCheckout.click();
    await shop.onStep('review');
    await shop.toPayment();
    await shop.useCard(card.good);
    await shop.ordered();
    await expect(shop.bill).toContainText('€51.50');
  } finally {
    await backend.price(sku.vase, 'DE', 4800);
  }
});

test('what is held is paid as agreed, whatever changes behind it', async ({ shop, backend }) => {
  await shop.toReview(sku.vase);
  const agreed = shop.amount((await shop.pay.textContent()) ?? '');
  try {
    await backend.price(sku.vase, 'DE', 9900);
    await backend.stock(sku.vase, 0);
    await shop.toPayment();
    expect(shop.amount((await shop.payHeading.textContent()) ?? '')).toBe(agreed);
    await shop.useCard(card.good);
    await shop.ordered();
    await expect(shop.bill).toContainText('€48.00');
  } finally {
    await backend.price(sku.vase, 'DE', 4800);
    await backend.stock(sku.vase, 43);
  }
});
