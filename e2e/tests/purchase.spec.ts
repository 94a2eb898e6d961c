import { card } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('from a film to a delivered parcel', async ({ page, shop }) => {
  await shop.openFeed('/p/second-cup');
  await shop.label.click();
  await expect(shop.panel.getByRole('heading', { name: 'Mug' })).toBeVisible();
  await shop.panel.getByRole('button', { name: 'Add to bag' }).click();
  await expect(shop.toasts.getByText('Added to your bag')).toBeVisible();
  await shop.bagCount(1);
  await shop.panel.getByRole('button', { name: 'Close' }).click();
  await shop.bagLink.click();
  await shop.walkTo('review');
  await expect(page.getByText('Test mode: no real money moves')).toBeVisible();
  const total = ((await shop.pay.textContent()) ?? '').replace(/^Pay /, '').trim();
  await shop.toPayment();
  await expect(shop.payHeading).toContainText(total.replace(/[^\d.,]/g, ''));
  await shop.useCard(card.good);
  await shop.ordered();
  await shop.bagCount(0);
  // Live: nobody reloads.
  await expect(shop.live).toBeVisible();
  await shop.delivered();
  await expect(page.getByRole('heading', { level: 2, name: 'Delivered.' })).toBeVisible();
  await page.getByRole('link', { name: 'Orders' }).click();
  await expect(shop.main.locator('.order-item')).toHaveCount(1);
  await expect(shop.main.locator('.order-item')).toContainText('Delivered');
});
