// Customs want money, and the seller sold duty paid: the shopper has nothing to do.
import { labelled, ordered, remember } from '../support/api.ts';
import { clean } from '../support/axe.ts';
import { sku } from '../support/shop.ts';
import { expect, slow, test } from '../support/test.ts';

test.use({ flags: slow });

const words = {
  en: /^You have nothing to do: the seller pays the duty by .+\.$/,
  de: /^Du musst nichts tun: Der Verkäufer zahlt die Abgaben bis .+\.$/,
} as const;

for (const lang of ['en', 'de'] as const) {
  test(`${lang}: the seller pays, by when, and nothing asks the shopper`, async ({ page, shop, backend }) => {
    // After its first scans the carrier tells nothing more of it by itself.
    const order = await ordered(page.request, sku.mug, 'silent');
    await remember(page, { 'vitrine.lang': lang });
    await page.goto(order);
    // Later than anything the carrier has planned: the last to happen decides.
    const at = new Date(Date.now() + 40 * 86_400_000);
    await backend.scan({ ...(await labelled(page)), code: 'CUSTOMS_HELD_PAYMENT', at });
    await expect(shop.moves.filter({ hasText: words[lang] })).toHaveCount(1);
    await expect(shop.asks).toHaveCount(0);
    await clean(page);
  });
}
