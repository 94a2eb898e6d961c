// Prices say when they were checked, and a change is told: from what to what, and asked for.
import { clean } from '../support/axe.ts';
import { sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ noise: [answers(409, 412)] });

const before = 4800;

test.afterEach(async ({ backend }) => {
  await backend.price(sku.vase, 'DE', before);
});

test('a bag of an earlier visit tells that a price rose, and is bought once that is accepted', async ({
  page,
  shop,
  backend,
}) => {
  await shop.put('vase', sku.vase);
  await page.goto('about:blank');
  await backend.price(sku.vase, 'DE', 5150);
  await shop.openBag();
  await expect(shop.notice('Vase')).toHaveText('Was €48.00, now €51.50: €3.50 more');
  await expect(shop.checked).toBeVisible();
  await expect(shop.toCheckout).toBeDisabled();
  await expect(shop.main.getByText('Accept the new prices first.')).toBeVisible();
  await clean(page);
  await expect(shop.acceptPrices).toHaveText('Accept new price');
  await shop.acceptPrices.click();
  // The button is gone: the focus is at what it costs now.
  await expect(shop.bagBill).toBeFocused();
  await expect(shop.notice('Vase')).toHaveCount(0);
  await expect(shop.toCheckout).toBeEnabled();
  await expect(shop.main.getByText('No account needed.')).toBeVisible();
});

test('a bag that is looked at again tells that a price fell', async ({ shop, backend }) => {
  await shop.put('vase', sku.vase);
  await shop.openBag();
  await expect(shop.toCheckout).toBeEnabled();
  await shop.awayWhile(() => backend.price(sku.vase, 'DE', 4000));
  await expect(shop.notice('Vase')).toHaveText('Was €48.00, now €40.00: €8.00 less');
  await shop.acceptPrices.click();
  await expect(shop.notice('Vase')).toHaveCount(0);
  await expect(shop.line('Vase')).toContainText('€40.00');
});

test('a product that is looked at again tells its new price, and that price goes into the bag', async ({
  page,
  shop,
  backend,
}) => {
  await page.goto(`/products/vase?variant=${sku.vase}`);
  await expect(shop.main.locator('.product-price')).toContainText('€48.00');
  await expect(shop.priceMoved).toHaveText('');
  await shop.awayWhile(() => backend.price(sku.vase, 'DE', 5150));
  await expect(shop.main.locator('.product-price')).toContainText('€51.50');
  await expect(shop.priceMoved).toHaveText('Was €48.00, now €51.50: €3.50 more');
  await expect(shop.priceMoved).toHaveRole('status');
  await expect(shop.priceChecked).toBeVisible();
  await clean(page);
  await shop.add.click();
  await shop.bagCount(1);
  await shop.openBag();
  await expect(shop.line('Vase')).toContainText('€51.50');
  await expect(shop.notice('Vase')).toHaveCount(0);
});

test('the sheet over the feed does the same', async ({ shop, backend }) => {
  await shop.openFeed('/p/noon-steps');
  await shop.label.click();
  const price = shop.panel.locator('.product-price');
  await expect(price).toContainText('€48.00');
  await shop.awayWhile(() => backend.price(sku.vase, 'DE', 4000));
  await expect(price).toContainText('€40.00');
  await expect(shop.priceMoved).toHaveText('Was €48.00, now €40.00: €8.00 less');
});

test('a price that was seen is the one that is confirmed', async ({ page, shop, backend }) => {
  await page.goto(`/products/vase?variant=${sku.vase}`);
  await expect(shop.main.locator('.product-price')).toContainText('€48.00');
  await backend.price(sku.vase, 'DE', 5150);
  await shop.add.click();
  await shop.bagCount(1);
  await shop.openBag();
  await expect(shop.notice('Vase')).toHaveText('Was €48.00, now €51.50: €3.50 more');
});
