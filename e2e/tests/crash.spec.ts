// The application panics for real: the browser refuses it an element once.
import { sku } from '../support/shop.ts';
import { expect, panic, test } from '../support/test.ts';

test.use({ noise: [panic] });

test('a page that has stopped says so, lets nothing be pressed, and a reload finds the bag', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await expect(shop.quantity('Mug')).toHaveText('1');
  expect((await shop.behindCrash()).reachable).toBeGreaterThan(0);
  await shop.refuseOnce();
  await shop.line('Mug').getByRole('link', { name: 'Mug' }).click();
  await expect(shop.crash).toBeVisible({ timeout: 1_000 });
  await expect(shop.crash).toContainText('Your bag is safe.');
  await expect(shop.reload).toBeFocused();

  // Neither pointer nor keyboard get past it.
  expect(await shop.behindCrash()).toEqual({ parts: expect.any(Number), reachable: 0, hit: true });
  for (const key of ['Tab', 'Tab', 'Shift+Tab']) {
    await page.keyboard.press(key);
    expect(await shop.focusBehindCrash(), `after ${key}`).toBe(false);
  }

  const loaded = page.waitForEvent('load');
  await shop.reload.click();
  await loaded;
  await expect(shop.crash).toHaveCount(0);
  await shop.openBag();
  await expect(shop.quantity('Mug')).toHaveText('1');
  await expect(shop.toCheckout).toBeEnabled();
});
