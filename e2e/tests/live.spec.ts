// News of a parcel over a line that breaks.
import { base, ordered } from '../support/api.ts';
import { Shop, sku } from '../support/shop.ts';
import { cutLine, expect, lineTest as test, slow } from '../support/test.ts';

// A parcel takes seconds, so that it can be overtaken.
test.use({ flags: slow, noise: [cutLine] });

test('a cut line is told, and on the mended one the page catches up by itself', async ({
  context,
  page,
  shop,
  backend,
  line,
}) => {
  await page.goto(await ordered(page.request, sku.mug));
  await expect(shop.live).toBeVisible();
  line.cut();
  await expect(shop.live).toHaveCount(0);
  // The parcel goes on. Asked beside the line, with the cookie of this browser.
  const id = new URL(page.url()).pathname.split('/').pop();
  const status = async () => {
    const answer = await context.request.get(`${backend.own}${base}/orders/${id}`);
    return ((await answer.json()) as { status: string }).status;
  };
  await expect.poll(status, { timeout: 30_000 }).toBe('delivered');
  await expect(shop.parcel).not.toHaveText('Delivered.');

  line.forget();
  // Only the stream can bring it: who asks for the order finds the line cut.
  line.cut(/\/orders\/[^/]+$/);
  try {
    await expect(shop.live).toBeVisible();
    await expect(shop.parcel).toHaveText('Delivered.');
    await expect(shop.orderStatus).toContainText('Delivered');
  } finally {
    line.mend();
  }
  expect(line.answered('GET', /\/events$/)).toHaveLength(1);
  // Only the picture of how it was handed over is new.
  expect(line.answered('GET', /\/orders\/(?!.*\/proof$)/)).toEqual([]);
});

// The same clockwork on every screen, and it takes its time.
test('without any stream, asking now and then brings the parcel home', { tag: '@desktop' }, async ({ page, shop, line }) => {
  line.cut(/\/events$/);
  try {
    await page.goto(await ordered(page.request, sku.mug));
    line.forget();
    await expect(shop.parcel.or(shop.orderStatus).first()).toBeVisible();
    await expect(shop.live).toHaveCount(0);
    await shop.delivered();
    await expect(shop.live).toHaveCount(0);
    expect(line.answered('GET', /\/events$/)).toEqual([]);
    expect(line.answered('GET', /\/orders\/[^/]+$/).length).toBeGreaterThan(0);
  } finally {
    line.mend();
  }
});

// The same clockwork on every screen.
test('two tabs share one stream, and the other takes it over', { tag: '@desktop' }, async ({ context, page, shop, backend, line }) => {
  await page.goto(await ordered(page.request, sku.mug));
  await expect(shop.live).toBeVisible();
  line.forget();
  const other = new Shop(await context.newPage(), backend);
  await other.page.goto(new URL(page.url()).pathname);
  await expect(other.live).toBeVisible();
  expect(line.passes.filter(({ path }) => path.endsWith('/events'))).toEqual([]);
  // The holder goes while the parcel is on its way.
  await page.close();
  await expect.poll(() => line.passes.filter(({ path }) => path.endsWith('/events')).length).toBe(1);
  await other.delivered();
  await expect(other.live).toBeVisible();
  expect(line.passes.filter(({ path }) => path.endsWith('/events'))).toHaveLength(1);
});
