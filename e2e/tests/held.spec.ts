// A parcel that customs holds for a document, on a clock slow enough to look at it.
import { ordered } from '../support/api.ts';
import { clean } from '../support/axe.ts';
import { sku } from '../support/shop.ts';
import { expect, slow, test } from '../support/test.ts';

test.use({ flags: slow });

test('held for a document: the seller’s move, by when, and what it does to the estimate', async ({ page, shop }) => {
  await page.goto(await ordered(page.request, sku.backpack, 'held'));
  await expect(shop.parcel).toHaveText('Held at customs.', { timeout: 60_000 });
  await expect(shop.orderStatus).toContainText('Held up: the seller');
  const move = shop.moves.filter({ hasText: /^A document is missing; the seller must send it by \w{3}\D+\d{1,2}.*\.$/ });
  await expect(move).toHaveCount(1);
  await expect(shop.moved).toContainText(/a document is missing\. Moved back from .+ to .+\.$/);
  await expect(shop.payDuty).toHaveCount(0);
  await clean(page);
  await shop.delivered();
  await expect(shop.moved).toHaveCount(1);
});

test('news neither fold up what was opened nor take the focus', async ({ page, shop }) => {
  await page.goto(await ordered(page.request, sku.mug, 'missed'));
  await expect(shop.whatHappened).toBeVisible({ timeout: 30_000 });
  await shop.whatHappened.click();
  await shop.whatHappened.focus();
  await expect(shop.happened.first()).toBeVisible();
  const told = await shop.happened.count();
  await shop.delivered();
  expect(await shop.happened.count()).toBeGreaterThan(told);
  await expect(shop.happened.first()).toBeVisible();
  await expect(shop.whatHappened).toBeFocused();
});
