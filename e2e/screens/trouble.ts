// Payments that stop half-way, things that run out, and parcels that don't go straight on.
import { Gallery } from '../support/gallery.ts';
import { card, sku } from '../support/shop.ts';
import { answers, cutLine, either, expect, lineTest as test } from '../support/test.ts';

const flags = { '--day-seconds': '1.5', '--parcel-plan': 'held', '--reservation-seconds': '8' };
test.use({ flags, noise: [either(answers(402, 404, 409, 410, 412), cutLine)] });

test('pictures of what goes wrong', async ({ browser, page, shop, backend, line }, { project }) => {
  const gallery = new Gallery(page, project.name);
  const take = (name: string) => gallery.take(name);

  await test.step('changes before the payment', async () => {
    await shop.put('teapot', sku.teapot);
    await shop.openBag();
    await shop.walkTo('delivery');
    await backend.price(sku.teapot, 'DE', 10_400);
    await shop.goOn.click();
    await expect(shop.backToBag).toBeVisible();
    await take('24c-checkout-bag-first');
    await shop.backToBag.click();
    await shop.acceptPrices.click();
    await expect(shop.notice('Teapot')).toHaveCount(0);
    await shop.toCheckout.click();
    await expect(shop.holdAgain).toBeVisible({ timeout: 20_000 });
    await shop.holdAgain.scrollIntoViewIfNeeded();
    await take('25b-checkout-no-longer-held');
    await backend.stock(sku.teapot, 0);
    await shop.holdAgain.click();
    await expect(shop.backToBag).toBeVisible();
    await take('25c-checkout-sold-out');
    await backend.stock(sku.teapot, 26);
    await shop.openBag();
    await shop.line('Teapot').getByRole('button', { name: /^Remove/ }).click();
    await expect(shop.noLines).toBeVisible();
  });

  await test.step('on the payment page', async () => {
    await shop.put('mug', sku.mug);
    await shop.openBag();
    await shop.toCheckout.click();
    await shop.toPayment();
    await shop.useCard(card.poor);
    await shop.backToShop.click();
    await expect(shop.told('Not enough money on this card')).toBeVisible();
    await take('28a-return-no-funds');
    await shop.anotherCard.click();
    await shop.useCard(card.secure);
    await expect(shop.approve).toBeVisible();
    await take('26a-payment-3ds');
    await shop.refuse.click();
    await expect(shop.decline).toBeVisible();
    await expect(async () => {
      await shop.page.reload();
      await expect(shop.payClosed).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await take('27a-payment-closed');
    await shop.backToShop.click();
    await expect(shop.told('We could not hold it any longer')).toBeVisible();
    await take('28b-return-expired');
    await shop.backToBag.click();
    await shop.toCheckout.click();
    await shop.toPayment();
    const letGo = line.hold(/\/api\/v1\/checkouts\//);
    await shop.useCard(card.good);
    await expect(shop.told('Waiting for your bank')).toBeVisible();
    await take('28c-return-waiting');
    letGo();
    await shop.ordered();
  });

  await test.step('a parcel that customs holds', async () => {
    await shop.put('backpack', sku.backpack);
    await shop.openBag();
    await take('14e-bag-duties-at-door');
    await shop.walkTo('delivery');
    await take('24d-checkout-delivery-abroad');
    await shop.goOn.click();
    await expect(shop.pay).toBeVisible();
    await take('25d-checkout-review-duties-at-door');
    await shop.toPayment();
    await shop.useCard(card.good);
    await shop.ordered();
    await expect(shop.parcel).toContainText('Held at customs', { timeout: 60_000 });
    await take('31a-order-held-at-customs');
    await shop.whatHappened.click();
    await take('31b-order-events');
    await shop.delivered();
    await take('32a-order-delivered-late');
    await shop.sendBack.click();
    await take('32b-order-return');
    await page.goto('/orders');
    await expect(shop.orderItems).toHaveCount(2);
    await take('33c-orders-two');
  });

  await gallery.sheet(browser);
});
