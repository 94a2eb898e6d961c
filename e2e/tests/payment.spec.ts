import { card } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

// A refusal is an answer of 402; the browser says so in the console.
test.use({ noise: [answers(402)] });

test('a declined card, then a good one', async ({ shop }) => {
  await shop.toReview();
  await shop.toPayment();
  await shop.useCard(card.declined);
  await expect(shop.decline).toContainText('Your card was declined.');
  await shop.useCard(card.poor);
  await expect(shop.decline).toContainText('insufficient funds');
  await shop.useCard(card.good);
  await shop.ordered();
});

test('a declined card, back to the shop, another card', async ({ page, shop }) => {
  await shop.toReview();
  await shop.toPayment();
  await shop.useCard(card.declined);
  await expect(shop.decline).toBeVisible();
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  await expect(page.getByRole('heading', { name: 'Your card was declined' })).toBeVisible();
  await page.getByRole('button', { name: 'Try another card' }).click();
  await expect(shop.payHeading).toBeVisible();
  await shop.useCard(card.good);
  await shop.ordered();
});

test('3-D Secure: approved', async ({ page, shop }) => {
  await shop.toReview();
  await shop.toPayment();
  await shop.useCard(card.secure);
  await page.waitForURL(/\/3ds/);
  await page.getByRole('button', { name: 'Approve' }).click();
  await shop.ordered();
});

test('3-D Secure: refused, then another card', async ({ page, shop }) => {
  await shop.toReview();
  await shop.toPayment();
  await shop.useCard(card.secure);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(
    shop.decline.or(page.getByRole('heading', { name: 'Your bank could not confirm it was you' })),
  ).toBeVisible();
  const again = page.getByRole('button', { name: 'Try another card' });
  if (await again.isVisible()) await again.click();
  await shop.useCard(card.good);
  await shop.ordered();
});
