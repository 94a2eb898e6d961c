import { card, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ flags: { '--reservation-seconds': '3' }, noise: [answers(409)] });

test('things no longer held: told in words, and the bag is kept', async ({ page, shop }) => {
  await shop.toReview('mug', sku.mug);
  await expect(page.getByText('No longer held for you')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Hold it again' })).toBeVisible();
  await shop.openBag();
  await expect(shop.quantity('Mug')).toHaveText('1');
});

test('held again, it can be paid', async ({ page, shop }) => {
  await shop.toReview('mug', sku.mug);
  await page.getByRole('button', { name: 'Hold it again' }).click({ timeout: 20_000 });
  await shop.toPayment();
  await shop.useCard(card.good);
  await shop.ordered();
});
