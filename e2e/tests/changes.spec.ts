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

test('another price is shown, accepted and paid', async ({ page, shop, backend }) => {
  await shop.put('vase', sku.vase);
  try {
    await backend.price(sku.vase, 'DE', 5150);
    await shop.openBag();
    await expect(shop.line('Vase').locator('.line-notice')).toContainText('Was €48.00, now €51.50');
    await expect(shop.toCheckout).toBeDisabled();
    await page.getByRole('button', { name: 'Accept new prices' }).click();
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
