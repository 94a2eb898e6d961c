import { buyer, card, sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('a reload or going back loses nothing at any step', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await page.reload();
  await expect(shop.line('Mug')).toBeVisible();

  await shop.walkTo('contact');
  await shop.fillContact();
  await page.reload();
  await expect(shop.field('Email')).toHaveValue(buyer.email);
  await shop.goOn.click();

  await shop.onStep('address');
  await shop.fillAddress();
  await page.reload();
  await expect(shop.field('Full name')).toHaveValue(buyer.name);
  await expect(shop.field('City')).toHaveValue(buyer.city);
  await page.goBack();
  await shop.onStep('contact');
  await expect(shop.field('Email')).toHaveValue(buyer.email);
  await page.goForward();
  await shop.onStep('address');
  await expect(shop.field('Postal code')).toHaveValue(buyer.postal);
  await shop.goOn.click();

  await shop.onStep('delivery');
  const express = page.getByRole('radio', { name: /Express/ }).first();
  if (await express.count()) {
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await express.check();
    await saved;
    await page.reload();
    await expect(express).toBeChecked();
  }
  await page.reload();
  await shop.onStep('delivery');
  await shop.goOn.click();

  await shop.onStep('review');
  await expect(shop.pay).toBeVisible();
  const words = await shop.pay.textContent();
  await page.reload();
  await expect(shop.pay).toHaveText(words ?? '');
  await expect(shop.main.getByText(buyer.email)).toBeVisible();

  await shop.toPayment();
  await page.reload();
  await expect(shop.payHeading).toBeVisible();
  await page.goBack();
  await shop.onStep('review');
  await expect(shop.pay).toBeEnabled();
  await shop.toPayment();
  await shop.useCard(card.good);
  await shop.ordered();
  await page.reload();
  await expect(shop.orderStatus).toBeVisible();
});
