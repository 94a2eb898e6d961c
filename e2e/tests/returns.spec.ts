import { ordered } from '../support/api.ts';
import { sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

// As much of a JPEG as the shop looks at.
const picture = { name: 'crack.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]) };

test('from a delivered parcel to the money back', async ({ page, shop }) => {
  await page.goto(await ordered(page.request, sku.mug));
  await shop.delivered();
  await shop.sendBack.click();
  const form = shop.main.locator('form.return-form');
  const send = form.getByRole('button', { name: 'Ask for a return' });
  await send.click();
  await expect(form.getByText('Choose at least one piece')).toBeVisible();
  await form.getByRole('button', { name: 'One more' }).click();
  await send.click();
  await expect(form.getByText('Choose a reason')).toBeVisible();
  await form.getByRole('radio', { name: 'I changed my mind' }).check();

  // Something else is refused before it is sent; a picture is seen, and can be taken back.
  const photos = form.getByLabel('Pictures, up to four (optional)');
  await photos.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await expect(form.getByText('Only JPEG, PNG, WebP and AVIF are taken.')).toBeVisible();
  await photos.setInputFiles(picture);
  await expect(form.locator('.return-pick')).toHaveCount(1);
  await form.getByRole('button', { name: 'Remove picture' }).click();
  await expect(form.locator('.return-pick')).toHaveCount(0);
  await photos.setInputFiles(picture);
  await expect(form.locator('.return-pick')).toHaveCount(1);
  await send.click();
  await expect(shop.toasts.getByText('Asked for.')).toBeVisible();

  // Agreed by itself; the label is there, and until when it is to be handed over.
  const card = shop.main.locator('.wish');
  await expect(card).toHaveAttribute('data-status', 'approved', { timeout: 30_000 });
  await expect(card.locator('.return-bars')).toBeVisible();
  await expect(card.locator('.return-number')).toHaveText(/^VT/);
  await expect(card.getByText(/^The goods are with you\. Hand it over by /)).toBeVisible();
  await expect(card.locator('.return-photo')).toHaveCount(1);
  await card.getByRole('button', { name: 'I have handed it over' }).click();
  // The button goes; the focus stays with the returns.
  await expect(shop.main.locator('#returns')).toBeFocused();

  // Live: nobody reloads.
  await expect(card).toHaveAttribute('data-status', 'refunded', { timeout: 60_000 });
  await expect(page.getByText(/is back on your card/)).toBeVisible({ timeout: 30_000 });
  await expect(shop.orderStatus).toContainText('Sent back');
  await page.goto('/orders');
  await expect(shop.orderItems).toContainText('Sent back');
});
