// A parcel at the door, and what may follow; those that don't get there are in astray.ts.
import { labelled } from '../support/api.ts';
import { Gallery } from '../support/gallery.ts';
import { buyer } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

// A label after a quarter of a minute, the first scan as long after it.
test.use({ flags: { '--day-seconds': '60' } });

const day = 86_400_000;
/** Later than anything the carrier has planned: the last to happen decides. */
const late = () => new Date(Date.now() + 40 * day);

test('pictures of what may become of a parcel', async ({ browser, page, shop, backend }, { project }) => {
  const gallery = new Gallery(page, project.name);
  const take = (name: string) => gallery.take(name);

  await test.step('handed over', async () => {
    await shop.buy();
    const proof = { kind: 'recipient', signed_by: buyer.name, picture: 'signature' };
    await backend.scan({ ...(await labelled(page)), code: 'DELIVERED', at: late(), proof });
    await expect(shop.handed).toBeVisible();
    await shop.handed.scrollIntoViewIfNeeded();
    const drawn = () => shop.handed.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(drawn).toBeGreaterThan(0);
    await take('34a-parcel-proof');
    await shop.contacts.click();
    await shop.notThere.click();
    await shop.notThere.scrollIntoViewIfNeeded();
    await take('34b-parcel-not-there');
  });

  await test.step('shared', async () => {
    await page.reload();
    await shop.openSharing();
    const link = await shop.makeLink('Kim');
    const context = await browser.newContext({ baseURL: backend.url });
    const friend = await context.newPage();
    try {
      await friend.goto(link);
      await expect(friend.getByText('Somebody shared this order with you.')).toBeVisible();
      await new Gallery(friend, project.name).take('34c-order-shared');
    } finally {
      await context.close();
    }
  });

  await test.step('reported missing', async () => {
    await page.reload();
    await shop.notThere.click();
    await shop.report.click();
    await expect(shop.main).toContainText('You reported it missing on');
    await page.reload();
    await expect(shop.main).toContainText('You reported it missing on');
    await take('34d-parcel-reported-missing');
  });

  await test.step('a bank asks', async () => {
    // The sandbox has no bank: this picture shows an answer of the shop with a dispute put into it.
    await page.route(/\/api\/v1\/orders\/[^/?]+(\?|$)/, async (route) => {
      const answer = await route.fetch();
      const order = await answer.json();
      const { total } = order.totals;
      // What the browser kept has the same version.
      order.version += 1;
      order.disputes = [{ id: 'd', amount: total, status: 'open', opened_at: order.created_at }];
      await route.fulfill({ response: answer, json: order });
    });
    await page.reload();
    const heading = page.getByRole('heading', { name: 'Your bank and this payment' });
    await heading.scrollIntoViewIfNeeded();
    await expect(heading).toBeVisible();
    await take('34e-order-disputed');
  });

  await gallery.sheet(browser);
});
