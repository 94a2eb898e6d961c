// The same shopper in two tabs.
import { Shop, card } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('Pay pressed in both tabs makes one order', async ({ context, page, shop, backend }) => {
  await shop.toReview();
  const other = new Shop(await context.newPage(), backend);
  await other.page.goto('/checkout/review');
  await expect(other.pay).toHaveText((await shop.pay.textContent()) ?? '');
  await Promise.all([shop.toPayment(), other.toPayment()]);
  expect(other.page.url(), 'one page that takes money').toBe(page.url());
  await Promise.all([shop.useCard(card.good), other.useCard(card.good)]);
  await Promise.all([shop.ordered(), other.ordered()]);
  expect(other.page.url()).toBe(page.url());
  for (const tab of [shop, other]) await tab.bagCount(0);
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
});

test('paid in one tab, the review of the other leads to the order', async ({ context, page, shop, backend }) => {
  await shop.toReview();
  const other = new Shop(await context.newPage(), backend);
  await other.page.goto('/checkout/review');
  await expect(other.pay).toBeEnabled();
  await shop.toPayment();
  await shop.useCard(card.good);
  await shop.ordered();
  // The other tab hears that the bag was bought; whatever it shows, nothing more can be paid.
  await other.bagCount(0);
  await expect(other.pay).toHaveCount(0);
  await expect(other.noLines).toBeVisible();
  await page.goto('/orders');
  await expect(shop.orderItems).toHaveCount(1);
});

test('an answer from before the purchase does not fill the bag again', async ({ context, shop, backend }) => {
  await shop.toReview();
  await shop.toPayment();
  // The other tab asks for its bag; the shop's own answer takes its time on the way.
  const other = new Shop(await context.newPage(), backend);
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  const asked = new Promise<void>((done) => {
    void other.page.route(/\/api\/v1\/carts\/[^/]+\?/, async (route) => {
      const response = await route.fetch();
      done();
      await held;
      await route.fulfill({ response });
    });
  });
  await other.page.goto('/bag');
  await asked;
  await shop.useCard(card.good);
  await shop.ordered();
  await expect(other.noLines).toBeVisible();
  const come = other.page.waitForResponse(/\/carts\//);
  letGo();
  await (await come).finished();
  await other.drawn();
  await expect(other.noLines).toBeVisible();
  await other.bagCount(0);
});
