// Promotion codes: typed, refused, priced with the bag, taken out, paid with.
import { press, type } from '../support/keys.ts';
import { card, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

test.use({ noise: [answers(412, 422)] });

test('a code from the first try to the order', async ({ shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await expect(shop.codeField).toBeHidden();
  await shop.codeFold.click();
  await expect(shop.codeField, 'nothing is filled in for anybody').toHaveValue('');

  await shop.enterCode('NO-SUCH-CODE');
  await expect(shop.codeField).toHaveAccessibleDescription(/There is no such code/);
  await expect(shop.codeField).toHaveAttribute('aria-invalid', 'true');
  await expect(shop.codeField).toBeFocused();
  await shop.enterCode('KILN15');
  await expect(shop.codeField).toHaveAccessibleDescription(/€11\.00 more/);
  await expect(shop.bagBill).not.toContainText('Discount');

  await shop.line('Mug').getByRole('button', { name: 'One more' }).click();
  await expect(shop.quantity('Mug')).toHaveText('2');
  await shop.enterCode(' kiln15 ');
  await expect(shop.code('KILN15')).toContainText('€8.70');
  await expect(shop.codeField).toHaveValue('');
  await expect(shop.codeField).not.toHaveAttribute('aria-invalid', 'true');
  await expect(shop.bagBill).toContainText('Discount KILN15');

  // It is priced with the bag: it stays, says why it takes nothing off, and takes something off again.
  await shop.line('Mug').getByRole('button', { name: 'One less' }).click();
  await expect(shop.code('KILN15')).toContainText('€11.00 more');
  await expect(shop.bagBill).not.toContainText('Discount');
  await shop.line('Mug').getByRole('button', { name: 'One more' }).click();
  await expect(shop.bagBill).toContainText('Discount KILN15');

  await shop.removeCode('KILN15').click();
  await expect(shop.code('KILN15')).toHaveCount(0);
  await expect(shop.bagBill).not.toContainText('Discount');
  await expect(shop.codeFold).toBeFocused();

  await shop.enterCode('KILN15');
  await expect(shop.bagBill).toContainText('Discount KILN15');
  await shop.walkTo('review');
  await expect(shop.payBill).toContainText('€8.70');
  const total = shop.amount((await shop.pay.textContent()) ?? '');
  await shop.toPayment();
  await expect(shop.payHeading).toContainText(total);
  await shop.useCard(card.good);
  await shop.ordered();
  await expect(shop.bill).toContainText('Discount KILN15');
  await expect(shop.bill).toContainText('€8.70');
});

test('a code at the review makes another total', async ({ shop }) => {
  await shop.toReview(sku.teapot);
  const before = (await shop.pay.textContent()) ?? '';
  await shop.codeFold.click();
  await shop.enterCode('KILN15');
  await expect(shop.payBill).toContainText('Discount KILN15');
  await expect(shop.pay).not.toHaveText(before);
  await shop.removeCode('KILN15').click();
  await expect(shop.payBill).not.toContainText('Discount');
  await expect(shop.pay).toHaveText(before);
});

// A phone has no keyboard of this kind.
test('a code by keyboard alone', { tag: '@desktop' }, async ({ page, shop }) => {
  await shop.put('teapot', sku.teapot);
  await shop.openBag();
  await press(page, shop.codeFold);
  await type(page, shop.codeField, 'no-such-code');
  await page.keyboard.press('Enter');
  await expect(shop.codeField).toHaveAttribute('aria-invalid', 'true');
  await expect(shop.codeField).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('kiln15');
  await page.keyboard.press('Enter');
  await expect(shop.code('KILN15')).toContainText('€14.70');
  // The row stands before the field.
  await page.keyboard.press('Shift+Tab');
  await expect(shop.codeFold).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(shop.removeCode('KILN15')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(shop.code('KILN15')).toHaveCount(0);
  await expect(shop.codeFold).toBeFocused();
});
