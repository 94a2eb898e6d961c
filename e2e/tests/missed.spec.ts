// News from between the answer and the stream.
import { base, ordered } from '../support/api.ts';
import { sku } from '../support/shop.ts';
import { cutLine, expect, lineTest as test, slow } from '../support/test.ts';

test.use({ flags: slow, noise: [cutLine] });

test('what happened before the stream stood is not missed', async ({ page, shop, backend, line }) => {
  const order = await ordered(page.request, sku.mug);
  // The page has its answer; its stream is let through when the parcel has been handed over.
  const letGo = line.hold(/\/events$/);
  await page.goto(order);
  await expect(shop.orderStatus).toBeVisible();
  const status = async () =>
    ((await (await page.request.get(`${backend.own}${base}${order}`)).json()) as { status: string }).status;
  await expect.poll(status, { timeout: 30_000 }).toBe('delivered');
  letGo();
  await shop.delivered();
});
