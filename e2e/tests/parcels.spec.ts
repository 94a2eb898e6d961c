// Parcels that don't go straight on: what is told, whose move it is, and by when.
import { base, ordered } from '../support/api.ts';
import { clean } from '../support/axe.ts';
import { tabTo } from '../support/keys.ts';
import { sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

/** What is read of an order. */
type Told = { shipments: { tracking_number?: string }[] };

/** A day of the week with its date; its spaces don't break. */
const day = String.raw`\w{3}\D+\d{1,2}.*`;

const ends = [
  {
    plan: 'silent',
    sentence: 'No news of it for a while. We are asking.',
    told: [/^No scan since \w+day\b.*\.$/, new RegExp(`^The seller asks the carrier where it is by ${day}\\.$`)],
  },
  {
    plan: 'lost',
    sentence: 'The carrier lost it. We are on it.',
    told: [new RegExp(`^The seller sends another one or your money back by ${day}\\.$`)],
  },
  {
    plan: 'returned',
    sentence: 'It is back at the seller.',
    told: [new RegExp(`^The seller sends another one or your money back by ${day}\\.$`)],
  },
];

for (const { plan, sentence, told } of ends) {
  test(`${plan}: what happened and who does what by when`, async ({ page, shop }) => {
    await page.goto(await ordered(page.request, sku.mug, plan));
    // Live: nobody reloads.
    await expect(shop.parcel).toHaveText(sentence, { timeout: 60_000 });
    for (const words of told) await expect(shop.moves.filter({ hasText: words })).toHaveCount(1);
    // A parcel that is lost or back is expected on no day; what was promised stands.
    await expect(shop.expected).toHaveCount(plan === 'silent' ? 1 : 0);
    await expect(shop.promised).toBeVisible();
    await clean(page);
  });
}

test('duty: whose move it is, paid by keyboard on the carrier’s page, and it goes on', async ({
  context,
  isMobile,
  page,
  shop,
}) => {
  await page.goto(await ordered(page.request, sku.backpack, 'duty'));
  await expect(shop.parcel).toHaveText('Held at customs.', { timeout: 60_000 });
  await expect(shop.orderStatus).toContainText('Held up: your move');
  await expect(shop.main.getByText(new RegExp(`^Pay the duty to the carrier by ${day}\\.$`))).toBeVisible();
  await expect(shop.moved).toContainText(/duty must be paid\. Moved back from .+ to .+\.$/);
  await clean(page);

  const opened = context.waitForEvent('page');
  if (isMobile) {
    await shop.payDuty.tap();
  } else {
    await tabTo(page, shop.payDuty);
    await page.keyboard.press('Enter');
  }
  const carrier = await opened;
  const pay = carrier.getByRole('button', { name: 'Pay €5.88 duty' });
  await expect(pay).toBeVisible();
  await clean(carrier);
  await tabTo(carrier, pay);
  await carrier.keyboard.press('Enter');
  await expect(carrier.getByRole('status')).toContainText('Duty paid: €5.88.');
  await expect(pay).toHaveCount(0);
  await clean(carrier);
  await carrier.close();

  await shop.delivered();
  await expect(shop.payDuty).toHaveCount(0);
});

test('another number: both are told, and the parcel arrives', async ({ page, shop }) => {
  const order = await ordered(page.request, sku.mug, 'renumbered');
  // Read beside the page, which may open when the parcel has the other one already.
  const read = async () =>
    ((await (await page.request.get(`${base}${order}`)).json()) as Told).shipments[0]?.tracking_number ?? '';
  await expect.poll(read, { intervals: [50] }).toMatch(/^VT/);
  const first = await read();
  await page.goto(order);
  await shop.delivered();
  await expect(shop.main.getByText(`Former tracking number ${first}`)).toBeVisible();
  await expect(shop.main.getByText(/^Tracking number VT/)).not.toContainText(first);
});

test('late: the estimate moves back with its time and reason, the promise stays', async ({ page, shop }) => {
  await page.goto(await ordered(page.request, sku.mug, 'late'));
  await shop.delivered();
  await expect(shop.moved).toHaveCount(1);
  await expect(shop.moved).toContainText(/\d{2}:\d{2}.*: It is late\. Moved back from .+ to .+\.$/);
  await expect(shop.promised).toBeVisible();
});
