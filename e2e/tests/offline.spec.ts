import { sku } from '../support/shop.ts';
import { expect, networkLoss, test } from '../support/test.ts';

test.use({ noise: [networkLoss] });

test('without a network it says so and goes on afterwards', async ({ context, page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await context.setOffline(true);
  await expect(shop.offlineBanner).toBeVisible();
  await expect(shop.line('Mug')).toBeVisible();
  await context.setOffline(false);
  await expect(shop.offlineBanner).toHaveCount(0);
  await shop.line('Mug').getByRole('button', { name: 'One more' }).click();
  await expect(shop.main.locator('.bag-totals')).toHaveAttribute('aria-busy', 'false');
  await page.reload();
  await expect(shop.quantity('Mug')).toHaveText('2');
});

test('the feed keeps what is loaded', async ({ context, shop }) => {
  await shop.openFeed();
  await context.setOffline(true);
  await expect(shop.offlineBanner).toBeVisible();
  await expect(shop.film).toBeInViewport();
  await context.setOffline(false);
  await expect(shop.offlineBanner).toHaveCount(0);
});
