// A delivered parcel: how it was handed over, whom to ask, and what happens when it is not there.
import type { Page } from '@playwright/test';
import { base, ordered } from '../support/api.ts';
import { buyer, type Shop, sku } from '../support/shop.ts';
import { expect, slow, test } from '../support/test.ts';

// Slow enough that a report can be read before its time is over.
test.use({ flags: slow });

/** The id of the order's first parcel. */
async function parcel(page: Page): Promise<string> {
  const order = await (await page.request.get(`${base}${new URL(page.url()).pathname}`)).json();
  return order.shipments[0].id;
}

async function reported(page: Page, shop: Shop): Promise<void> {
  await page.goto(await ordered(page.request, sku.mug));
  await shop.delivered();
  await shop.notThere.click();
  await shop.report.click();
  // The button goes; the focus stays with the parcel.
  await expect(shop.parcels).toBeFocused();
  await expect(shop.parcel).toHaveText("You don't have it. The seller answers next.");
  await expect(shop.main).toContainText(
    /You reported it missing on .+\. The seller answers by .+; otherwise your money goes back by itself\./,
  );
  await expect(shop.notThere).toHaveCount(0);
}

test('it says how it was handed over, with the picture, and whom to ask', async ({ page, shop }) => {
  await page.goto(await ordered(page.request, sku.mug));
  await shop.delivered();
  await expect(shop.handed).toContainText('Handed over in person.');
  await expect(shop.handed).toContainText(`Signed by ${buyer.name}`);
  await expect(shop.handed).toContainText(/, Berlin time$/m);
  const picture = shop.handed.getByRole('img', { name: `Signature of ${buyer.name}` });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await shop.contacts.click();
  await expect(shop.main.getByRole('link', { name: 'hallo@halm-und-ton.example' })).toHaveAttribute('href', /^mailto:/);
  const claims = shop.main.getByRole('link', { name: 'https://paketbote.example/reklamation' });
  await expect(claims).toHaveAttribute('rel', /\bnoreferrer\b/);
  await expect(shop.main.locator('.contacts a[href^="tel:"]')).toHaveCount(2);
});

test('one that is not there is paid back when nobody answers', async ({ page, shop }) => {
  await reported(page, shop);
  await expect(shop.orderStatus).toContainText("Held up: the seller's move");

  // Live: nobody reloads, and nobody asks.
  await expect(shop.parcel).toHaveText('It never came.', { timeout: 60_000 });
  await expect(shop.main).toContainText('The seller did not answer in time: your money goes back.');
  await expect(page.getByText(/is back on your card/)).toBeVisible({ timeout: 30_000 });
  await expect(shop.orderStatus).toContainText('Refunded');
  await page.goto('/orders');
  await expect(shop.orderItems).toContainText('Refunded');
});

test('it turns up after all', async ({ page, shop }) => {
  await reported(page, shop);
  await shop.main.getByRole('button', { name: 'I have it now' }).click();
  await expect(shop.parcels).toBeFocused();
  await expect(shop.parcel).toHaveText('Delivered.');
  await expect(shop.main).toContainText('You have it after all.');
  await expect(shop.orderStatus).toContainText('Delivered');
});

test('the seller sends it once more', async ({ page, shop, backend }) => {
  await reported(page, shop);
  await backend.answerMissing(await parcel(page), 'resend', 'A new one leaves today');
  await expect(shop.parcels).toHaveCount(2);
  await expect(shop.main).toContainText('The seller: “A new one leaves today”');
  await expect(shop.parcels.nth(0)).toContainText('It never came.');
  await expect(shop.parcels.nth(1)).toContainText('Handed over in person.', { timeout: 60_000 });
});

test('it is not where the seller says, and is reported once more', async ({ page, shop, backend }) => {
  await reported(page, shop);
  await backend.answerMissing(await parcel(page), 'found', 'With the caretaker');
  await expect(shop.main).toContainText('The seller: “With the caretaker”');
  await shop.main.getByText("Looked there, and it isn't?").click();
  await shop.main.getByRole('button', { name: 'Report it once more' }).click();
  await expect(shop.parcel).toHaveText("You don't have it. The seller answers next.");
  await expect(shop.parcel).toHaveText('It never came.', { timeout: 60_000 });
});

test.describe('far away', () => {
  test.use({ timezoneId: 'America/New_York' });

  test('scans have the time of their place, and the reader’s own', async ({ page, shop }) => {
    await page.goto(await ordered(page.request, sku.mug));
    await shop.delivered();
    await shop.whatHappened.click();
    await expect(shop.happened.first()).toHaveText(/^.+, Berlin time \(.+ for you\)$/);
    await expect(shop.happened.last()).toHaveText(/^.+, Leipzig time \(.+ for you\)$/);
  });
});
