// A whole purchase without a pointer.
import type { Page } from '@playwright/test';
import { press, tabTo, type } from '../support/keys.ts';
import { buyer, type Shop } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

// A phone has no keyboard of this kind.
test('a purchase by keyboard alone', { tag: '@desktop' }, async ({ page, shop }) => {
  await shop.openFeed('/p/second-cup');
  await expect(shop.label).toBeVisible();
  await page.keyboard.press('Enter');
  await press(page, shop.panel.getByRole('button', { name: 'Add to bag' }));
  await shop.bagCount(1);
  await page.keyboard.press('Escape');
  await expect(shop.panel).toHaveCount(0);
  await press(page, shop.bagLink);
  await press(page, shop.toCheckout);
  await shop.onStep('contact');
  await type(page, shop.field('Email'), buyer.email);
  await page.keyboard.press('Enter');
  await shop.onStep('address');
  await type(page, shop.field('Full name'), buyer.name);
  await type(page, shop.field('Street and number'), buyer.line1);
  await type(page, shop.field('Postal code'), buyer.postal);
  await type(page, shop.field('City'), buyer.city);
  await page.keyboard.press('Enter');
  await shop.onStep('delivery');
  await press(page, shop.goOn);
  await shop.onStep('review');
  await press(page, shop.pay);
  await page.waitForURL(/\/sandbox\/pay\//);
  await type(page, page.getByLabel('Card number'), '4242424242424242');
  await type(page, page.getByLabel('Expiry'), '12/34');
  await type(page, page.getByLabel('CVC'), '123');
  await page.keyboard.press('Enter');
  await shop.ordered();
});

/** Opens the product of a film that stands still by keys, and ends with the focus in its sheet. */
async function openByKeys(page: Page, shop: Shop): Promise<void> {
  await expect(shop.label).toBeVisible();
  await page.keyboard.press('k');
  await shop.paused();
  await tabTo(page, shop.label);
  await page.keyboard.press('Enter');
  await expect(shop.panel.getByRole('button', { name: 'Add to bag' })).toBeVisible();
  // It is seen one frame before it is modal.
  const inside = () => shop.panel.evaluate((panel) => panel.contains(document.activeElement));
  await expect.poll(inside).toBe(true);
}

test('the focus comes back to a label also where the feed was not opened first', async ({ page, shop }) => {
  await page.goto('/orders');
  await page.getByRole('link', { name: 'For you' }).first().click();
  await expect(shop.film.locator('.slide__film')).toHaveAttribute('data-revealed', 'true');
  await openByKeys(page, shop);
  await page.keyboard.press('Escape');
  await expect(shop.panel).toHaveCount(0);
  await expect(shop.label).toBeFocused();
});

// On a phone too: a keyboard may be tied to it, and a reader of the screen moves the focus in the same way.
test('a sheet takes the focus and gives it back to where it was', async ({ page, shop }) => {
  // The moment of its one product is the whole film, and a film that stands still keeps its label.
  await shop.openFeed('/p/noon-steps');
  await openByKeys(page, shop);
  await page.keyboard.press('Escape');
  await expect(shop.panel).toHaveCount(0);
  await expect(shop.label).toBeFocused();
  // While it slides away it is laid out as it was.
  for (const sheet of await page.locator('dialog.sheet').all()) await expect(sheet).toHaveCSS('flex-direction', 'column');
  // The same by its button, and the film's keys work again.
  await page.keyboard.press('Enter');
  await press(page, shop.panel.getByRole('button', { name: 'Close' }));
  await expect(shop.panel).toHaveCount(0);
  await expect(shop.label).toBeFocused();
  const before = await shop.filmIndex();
  await page.keyboard.press('ArrowDown');
  await expect(shop.film).toHaveAttribute('data-index', String(before + 1));
});

test('a sheet opened by a finger hears Escape while it slides in, and is modal when it has', { tag: '@phone' }, async ({ page, shop }) => {
  await shop.openFeed('/p/noon-steps');
  await shop.label.tap();
  await page.keyboard.press('Escape');
  await expect(shop.panel).toHaveCount(0);
  await shop.label.tap();
  const isModal = () => shop.panel.evaluate((panel) => panel.matches(':modal'));
  await expect.poll(isModal).toBe(true);
  const inside = () => shop.panel.evaluate((panel) => panel.contains(document.activeElement));
  expect(await inside()).toBe(true);
});
