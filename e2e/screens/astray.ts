// Pictures of parcels that don't go straight on.
import { ordered } from '../support/api.ts';
import { Gallery } from '../support/gallery.ts';
import { sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('pictures of parcels that fall silent, get lost, come back and wait for money', async ({
  browser,
  context,
  page,
  shop,
}, { project }) => {
  const gallery = new Gallery(page, project.name);
  const take = (name: string) => gallery.take(name);

  for (const [plan, words, name] of [
    ['silent', 'No news of it for a while.', '35a-order-silent'],
    ['lost', 'The carrier lost it.', '35b-order-lost'],
    ['returned', 'It is back at the seller.', '35c-order-returned'],
  ] as const) {
    await page.goto(await ordered(page.request, sku.mug, plan));
    await expect(shop.parcel).toContainText(words, { timeout: 60_000 });
    await take(name);
  }

  await page.goto(await ordered(page.request, sku.mug, 'renumbered'));
  await shop.delivered();
  const former = shop.main.getByText(/^Former tracking number /);
  await former.scrollIntoViewIfNeeded();
  await take('35d-order-another-number');

  await page.goto(await ordered(page.request, sku.backpack, 'duty'));
  await expect(shop.payDuty).toBeVisible({ timeout: 60_000 });
  await take('35e-order-duty-due');
  const opened = context.waitForEvent('page');
  await shop.payDuty.click();
  const carrier = await opened;
  await expect(carrier.getByRole('button', { name: /^Pay .+ duty$/ })).toBeVisible();
  await new Gallery(carrier, project.name).take('35f-carrier-duty');
  await carrier.close();

  await gallery.sheet(browser);
});
