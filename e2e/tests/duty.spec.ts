// What is due at the door, and what isn't: on the product, in the bag and at the review, in both languages.
import { readyBag, remember } from '../support/api.ts';
import { clean } from '../support/axe.ts';
import { sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

const there = { city: 'San Francisco', postal_code: '94103', region: 'CA' };

const cases = [
  // The seller leaves the duty to the recipient (DAP): 3.7 % of what the backpack costs without its tax.
  { name: 'DAP', product: 'backpack', variant: sku.backpack, market: 'DE', address: {}, words: {
    en: /About €5\.88 due to customs at the door/,
    de: /Etwa 5,88\s€ Zoll fallen an der Tür an/,
  } },
  // The seller takes the duty at the checkout (DDP).
  { name: 'DDP', product: 'rug', variant: 'HAL-RUG-CLAY-M', market: 'US', address: there, words: {
    en: /Customs duty 4%.*Nothing due at the door/s,
    de: /Zoll 4.*An der Tür ist nichts mehr zu zahlen/s,
  } },
];

for (const { name, product, variant, market, address, words } of cases) {
  for (const lang of ['en', 'de'] as const) {
    test(`${name}, ${lang}: the product, the bag and the review say the same`, async ({ page, shop }) => {
      const { id } = await readyBag(page.request, variant, address, market);
      await remember(page, { 'vitrine.cart': id, 'vitrine.market': market, 'vitrine.lang': lang });
      await page.goto(`/products/${product}?variant=${variant}`);
      await expect(shop.main.locator('.product .bill')).toContainText(words[lang]);
      await clean(page);
      await page.goto('/bag');
      await expect(shop.bagBill).toContainText(words[lang]);
      await page.goto('/checkout/review');
      // Folded together on a phone, and there all the same.
      await expect(shop.main.locator('.summary')).toContainText(words[lang]);
      await expect(shop.main.locator('.review-list')).toBeVisible();
    });
  }
}
