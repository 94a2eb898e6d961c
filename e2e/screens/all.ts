// `cargo xtask screens`: every route in every state, for people to look at.
import { Gallery } from '../support/gallery.ts';
import { buyer, card, sku } from '../support/shop.ts';
import { answers, either, expect, networkLoss, test } from '../support/test.ts';

// Slow enough days to catch a parcel on its way.
test.use({ flags: { '--day-seconds': '2' }, noise: [either(answers(402, 404, 409, 412), networkLoss)] });

test('pictures of every screen', async ({ browser, context, page, shop, backend }, { project }) => {
  const gallery = new Gallery(page, project.name);
  const take = (name: string) => gallery.take(name);

  await test.step('the feed', async () => {
    let letGo = () => {};
    const held = new Promise<void>((done) => (letGo = done));
    await page.route('**/api/v1/feed?*', async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    // The page brings the usual feed along; a dial turned by hand is asked for.
    await page.goto('/orders');
    await page.evaluate(() => localStorage.setItem('vitrine.dial', 'some'));
    await page.goto('/');
    await expect(page.locator('.feed__skeleton')).toBeVisible();
    await take('01-feed-loading');
    letGo();
    await page.evaluate(() => localStorage.removeItem('vitrine.dial'));
    await shop.openFeed('/p/amber-hour');
    await take('02-feed');
    await shop.openFeed('/p/second-cup');
    await expect(shop.label).toBeVisible();
    await take('03-feed-label');
    await shop.label.click();
    await expect(shop.panel.getByRole('button', { name: 'Add to bag' })).toBeVisible();
    await take('04-product-sheet');
    await context.setOffline(true);
    await page.keyboard.press('Escape');
    await expect(shop.offlineBanner).toBeVisible();
    await take('05-feed-offline');
    await context.setOffline(false);
    await expect(shop.offlineBanner).toHaveCount(0);
  });

  await test.step('products and the bag', async () => {
    await page.goto('/products/mug');
    await expect(shop.add).toBeVisible();
    await take('10-product');
    await page.goto('/products/vase?variant=HAL-VASE-MOSS-L');
    await expect(page.getByRole('heading', { level: 1, name: 'Vase' })).toBeVisible();
    await take('11-product-sold-out');
    await shop.openBag();
    await expect(page.getByText('Your bag is empty')).toBeVisible();
    await take('12-bag-empty');
    await shop.put('teapot', sku.teapot);
    await shop.put('mug', sku.mug);
    await take('13-product-added');
    await shop.openBag();
    await expect(shop.toCheckout).toBeEnabled();
    await take('14-bag');
    await backend.price(sku.mug, 'DE', 3100);
    await page.reload();
    await expect(shop.line('Mug').locator('.line-notice')).toBeVisible();
    await take('15-bag-price-changed');
    await shop.acceptPrices.click();
    await expect(shop.line('Mug').locator('.line-notice')).toHaveCount(0);
    await backend.price(sku.mug, 'DE', 2900);
    await backend.stock(sku.teapot, 0);
    await page.reload();
    await expect(shop.line('Teapot').locator('.line-notice')).toBeVisible();
    await take('16-bag-sold-out');
    await backend.stock(sku.teapot, 26);
    await page.reload();
    await shop.acceptPrices.or(shop.toCheckout).first().waitFor();
    if (await shop.acceptPrices.isVisible()) await shop.acceptPrices.click();
    await expect(shop.toCheckout).toBeEnabled();
  });

  await test.step('what left this device', async () => {
    await page.goto('/privacy');
    await expect(shop.main.getByText('Finds your bag again').first()).toBeVisible();
    await take('17-privacy');
    await shop.openBag();
  });

  await test.step('the checkout', async () => {
    await shop.walkTo('contact');
    await take('20-checkout-contact');
    await shop.field('Email').fill('mina@');
    await shop.goOn.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await take('21-checkout-contact-errors');
    await shop.fillContact();
    await shop.goOn.click();
    await shop.onStep('address');
    await take('22-checkout-address');
    await shop.field('Full name').fill(buyer.name);
    await shop.goOn.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await take('23-checkout-address-errors');
    await shop.fillAddress();
    await shop.goOn.click();
    await shop.onStep('delivery');
    await take('24-checkout-delivery');
    await shop.goOn.click();
    await expect(shop.pay).toBeVisible();
    await take('25-checkout-review');
    await shop.toPayment();
    await take('26-payment');
    await shop.useCard(card.declined);
    await expect(shop.decline).toBeVisible();
    await take('27-payment-declined');
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page.getByRole('button', { name: 'Try another card' })).toBeVisible();
    await take('28-return-declined');
    await page.getByRole('button', { name: 'Try another card' }).click();
    await expect(shop.payHeading).toBeVisible();
  });

  await test.step('the order', async () => {
    await shop.useCard(card.good);
    await shop.ordered();
    await take('30-order-confirmed');
    await expect(shop.orderStatus).toContainText('On its way', { timeout: 60_000 });
    await take('31-order-in-transit');
    await shop.delivered();
    await take('32-order-delivered');
    await page.goto('/orders');
    await expect(shop.main.locator('.order-item')).toHaveCount(1);
    await take('33-orders');
  });

  await test.step('nothing there', async () => {
    await page.goto('/nope');
    await expect(page.getByRole('heading', { name: 'Nothing in this window' })).toBeVisible();
    await take('41-not-found');
    await context.clearCookies();
    await page.evaluate(() => localStorage.clear());
    await page.goto('/orders');
    await expect(page.getByText('No orders yet')).toBeVisible();
    await take('40-orders-empty');
  });

  await gallery.sheet(browser);
});
