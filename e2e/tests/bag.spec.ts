import { clean } from '../support/axe.ts';
import { Shop, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

// Two tabs may write at once; the second is told with 412 and does it again.
test.use({ noise: [answers(412)] });

test('quantity, removal and taking it back', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await shop.line('Mug').getByRole('button', { name: 'One more' }).click();
  await expect(shop.quantity('Mug')).toHaveText('2');
  await shop.bagCount(2);
  await expect(shop.line('Mug')).toContainText('€58.00');
  await expect(shop.bagBill).toHaveAttribute('aria-busy', 'false');
  await page.reload();
  await expect(shop.quantity('Mug')).toHaveText('2');
  await shop.line('Mug').getByRole('button', { name: 'One less' }).click();
  await expect(shop.quantity('Mug')).toHaveText('1');

  await shop.line('Mug').getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByText('Your bag is empty')).toBeVisible();
  // The button is gone; the focus is still in the bag.
  await expect(shop.main.locator('section.bag')).toBeFocused();
  await shop.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await expect(shop.bagBill).toHaveAttribute('aria-busy', 'false');
  await page.reload();
  await expect(shop.quantity('Mug')).toHaveText('1');
});

test('the bag over the bag', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.bagLink.click();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await shop.toasts.getByRole('button', { name: 'View bag' }).click();
  const line = shop.panel.locator('li.bag-line');
  await expect(line).toHaveCount(1);
  await clean(page);
  expect(await shop.doubledIds()).toEqual([]);
  // The button goes with its line: the focus stays where the shopper is.
  await line.getByRole('button', { name: /^Remove/ }).click();
  await expect(shop.panel.locator('section.bag')).toBeFocused();
  await expect(shop.main.locator('section.bag')).not.toBeFocused();
});

test('two tabs show the same bag', async ({ context, page, shop, backend }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  const other = new Shop(await context.newPage(), backend);
  await other.openBag();
  await expect(other.quantity('Mug')).toHaveText('1');
  await other.line('Mug').getByRole('button', { name: 'One more' }).click();
  await expect(shop.quantity('Mug')).toHaveText('2');
  await shop.line('Mug').getByRole('button', { name: /^Remove/ }).click();
  await expect(other.page.getByText('Your bag is empty')).toBeVisible();
  await expect(page.getByText('Your bag is empty')).toBeVisible();
});
