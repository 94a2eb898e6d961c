// Screens that wait, that failed, that lead nowhere, and one that stopped.
import { Gallery } from '../support/gallery.ts';
import { card, sku } from '../support/shop.ts';
import { answers, cutLine, either, expect, lineTest as test, networkLoss, panic } from '../support/test.ts';

const noise = either(answers(404, 409, 412, 502), networkLoss, cutLine, panic);
test.use({ flags: { '--day-seconds': '60' }, noise: [noise] });

test('pictures of screens that wait or fail', async ({ browser, context, page, shop, line }, { project }) => {
  const gallery = new Gallery(page, project.name);
  const take = (name: string) => gallery.take(name);

  await test.step('before the application', async () => {
    const letGo = line.hold(/\.wasm$/);
    await page.goto('/', { waitUntil: 'commit' });
    await expect(shop.boot).toBeVisible();
    await take('00-boot');
    letGo();
    await expect(shop.film).toHaveCount(1);
  });

  await test.step('the feed', async () => {
    // The page brings the usual feed along; with a dial turned by hand it is asked for.
    await page.evaluate(() => localStorage.setItem('vitrine.dial', 'some'));
    line.loseShop(/^\/api\//);
    await page.goto('/');
    await expect(shop.main.getByRole('alert')).toBeVisible({ timeout: 30_000 });
    await take('06-feed-error');
    line.mend();
    await page.evaluate(() => localStorage.removeItem('vitrine.dial'));
    await page.goto('/p/nope');
    await expect(shop.toasts).toContainText('The film of this link');
    await take('07-feed-link-gone');
    // A feed that sells nothing has few films: its end is near.
    await page.evaluate(() => localStorage.setItem('vitrine.dial', 'none'));
    await shop.openFeed();
    await expect(shop.end).toHaveCount(1);
    const films = await page.locator('.slide[data-index]').count();
    for (let film = 1; film <= films; film += 1) {
      await page.keyboard.press('ArrowDown');
      if (film < films) await expect(shop.film).toHaveAttribute('data-index', String(film));
    }
    await expect(shop.end).toBeInViewport({ ratio: 0.99 });
    await take('08-feed-end');
    await page.evaluate(() => localStorage.removeItem('vitrine.dial'));
  });

  await test.step('a product', async () => {
    const letGo = line.hold(/\/api\/v1\/products\//);
    await page.goto('/products/mug');
    await expect(shop.loading).toBeVisible();
    await take('17-product-loading');
    letGo();
    line.loseShop(/\/api\/v1\/products\//);
    await page.goto('/products/mug');
    await expect(shop.fault).toBeVisible({ timeout: 30_000 });
    await take('18-product-error');
    line.mend();
    await page.goto('/products/nope');
    await expect(shop.fault).toBeVisible();
    await take('42-product-not-found');
  });

  await test.step('the bag', async () => {
    await shop.put('mug', sku.mug);
    const letGo = line.hold(/\/api\/v1\/carts\//);
    await page.goto('/bag');
    await expect(shop.skeleton).toBeVisible();
    await take('14a-bag-loading');
    letGo();
    line.loseShop(/\/api\/v1\/carts\//);
    await page.goto('/bag');
    await expect(shop.fault).toBeVisible({ timeout: 30_000 });
    await take('14b-bag-error');
    line.mend();
    await shop.openBag();
    await shop.line('Mug').getByRole('button', { name: /^Remove/ }).click();
    await expect(shop.noLines).toBeVisible();
    await take('14c-bag-removed');
    await shop.toasts.getByRole('button', { name: 'Undo' }).click();
    await expect(shop.toCheckout).toBeEnabled();
    await page.reload();
    await expect(shop.toCheckout).toBeEnabled();
    await context.setOffline(true);
    await expect(shop.offlineBanner).toBeVisible();
    await take('14d-bag-offline');
    await context.setOffline(false);
  });

  await test.step('the checkout', async () => {
    await shop.walkTo('contact');
    await shop.fillContact();
    await shop.goOn.click();
    await shop.onStep('address');
    await shop.fillAddress();
    line.cut(/\/api\/v1\/carts\//);
    await shop.goOn.click();
    await expect(page.getByRole('alert')).toBeVisible({ timeout: 30_000 });
    await take('23a-checkout-not-saved');
    line.mend();
    await shop.goOn.click();
    await shop.onStep('delivery');
    const letGo = line.hold(/\/api\/v1\/checkouts$/);
    await shop.goOn.click();
    await shop.onStep('review');
    await expect(shop.preparing).toBeVisible();
    await take('24a-checkout-review-loading');
    line.cut(/\/api\/v1\/checkouts$/);
    letGo();
    await expect(shop.fault).toBeVisible({ timeout: 30_000 });
    await take('24b-checkout-review-error');
    line.mend();
    await shop.retry.click();
    await expect(shop.pay).toBeVisible();
    line.cut(/\/payment$/);
    await shop.pay.click();
    await expect(page.getByText('Payment could not begin.')).toBeVisible({ timeout: 30_000 });
    await take('25a-checkout-pay-failed');
    line.mend();
  });

  await test.step('orders', async () => {
    const letGo = line.hold(/\/api\/v1\/orders/);
    await page.goto('/orders');
    await expect(shop.loading).toBeVisible();
    await take('33a-orders-loading');
    letGo();
    line.loseShop(/\/api\/v1\/orders/);
    await page.goto('/orders');
    await expect(shop.fault).toBeVisible({ timeout: 30_000 });
    await take('33b-orders-error');
    line.mend();
    await page.goto('/checkout/review');
    await expect(shop.pay).toBeVisible();
    await shop.toPayment();
    await shop.useCard(card.good);
    await shop.ordered();
    await expect(shop.live).toBeVisible();
    line.cut();
    await expect(shop.live).toHaveCount(0);
    await take('30a-order-not-live');
    line.mend();
    await expect(shop.live).toBeVisible();
    // What this browser kept is shown where the shop does not answer.
    line.loseShop(/\/api\/v1\/orders/);
    await page.goto('/orders');
    await expect(shop.orderItems).toHaveCount(1, { timeout: 30_000 });
    await take('33d-orders-kept');
    line.mend();
    await page.goBack();
    await expect(shop.orderStatus).toBeVisible();
    // Without it, an order is waited for.
    await page.evaluate(() => indexedDB.deleteDatabase('vitrine'));
    const again = line.hold(/\/api\/v1\/orders\//);
    await page.goto(page.url());
    await expect(shop.loading).toBeVisible();
    await take('30b-order-loading');
    again();
    await expect(shop.orderStatus).toBeVisible();
    await page.goto('/orders/nope');
    await expect(shop.fault).toBeVisible();
    await take('43-order-not-found');
    await page.goto('/checkout/return?checkout=nope');
    await expect(shop.fault).toBeVisible();
    await take('44-return-not-found');
  });

  await test.step('stopped', async () => {
    await shop.put('mug', sku.mug);
    await shop.openBag();
    await shop.refuseOnce();
    await shop.line('Mug').getByRole('link', { name: 'Mug' }).click();
    await expect(shop.crash).toBeVisible();
    await take('45-panic');
  });

  await gallery.sheet(browser);
});
