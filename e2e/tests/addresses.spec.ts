// Every address opens by itself, survives a reload, and the browser's own buttons lead there and back.
import { type Page, expect as be } from '@playwright/test';
import { Shop, type Step, sku } from '../support/shop.ts';
import { answers, expect, test } from '../support/test.ts';

type Place = { path: string; there: (shop: Shop) => Promise<void> };

const places: Place[] = [
  {
    path: '/p/amber-hour',
    there: async (shop) => {
      await expect(shop.film).toHaveAttribute('data-post', 'amber-hour');
      await expect(shop.film).toBeInViewport({ ratio: 0.9 });
    },
  },
  {
    path: '/products/vase?variant=HAL-VASE-MOSS-S',
    there: async (shop) => {
      await expect(shop.page.getByRole('heading', { level: 1, name: 'Vase' })).toBeVisible();
      await expect(shop.choice('Moss')).toBeChecked();
      await expect(shop.page).toHaveTitle(/^Vase/);
    },
  },
  { path: '/bag', there: (shop) => expect(shop.quantity('Mug')).toHaveText('1') },
  { path: '/orders', there: (shop) => expect(shop.page.getByText('No orders yet')).toBeVisible() },
];

const at = (page: Page, path: string) => be(page).toHaveURL((url) => url.pathname + url.search === path);

test('films, products, the bag and the orders', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  for (const { path, there } of places) {
    await page.goto(path);
    await there(shop);
    await page.reload();
    await there(shop);
    await at(page, path);
  }
  const ways = [
    ...places.slice(0, -1).reverse().map((place) => [place, () => page.goBack()] as const),
    ...places.slice(1).map((place) => [place, () => page.goForward()] as const),
  ];
  for (const [{ path, there }, go] of ways) {
    await go();
    await at(page, path);
    await there(shop);
  }
});

test('another variant is another address, and no step in the history', async ({ page, shop }) => {
  await page.goto('/bag');
  await page.goto('/products/vase?variant=HAL-VASE-CHALK-S');
  await shop.choice('Moss').check({ force: true });
  await at(page, '/products/vase?variant=HAL-VASE-MOSS-S');
  await page.reload();
  await expect(shop.choice('Moss')).toBeChecked();
  await page.goBack();
  await at(page, '/bag');
  await page.goForward();
  await expect(shop.choice('Moss')).toBeChecked();
});

test('steps of the checkout: never further than what is filled in', async ({ page, shop }) => {
  await page.goto('/checkout/review');
  await expect(shop.noLines).toBeVisible();
  await shop.put('mug', sku.mug);
  for (const step of ['delivery', 'review'] as Step[]) {
    await page.goto(`/checkout/${step}`);
    await shop.onStep('contact');
  }
  await shop.fillContact();
  await shop.goOn.click();
  await shop.onStep('address');
  await page.goto('/checkout/review');
  await shop.onStep('address');
  await shop.fillAddress();
  await shop.goOn.click();
  await shop.onStep('delivery');
  const steps: Step[] = ['contact', 'address', 'delivery', 'review'];
  for (const step of steps) {
    await page.goto(`/checkout/${step}`);
    await shop.onStep(step);
  }
  for (const step of steps.slice(0, -1).reverse()) {
    await page.goBack();
    await shop.onStep(step);
  }
  for (const step of steps.slice(1)) {
    await page.goForward();
    await shop.onStep(step);
  }
  await expect(shop.pay).toBeEnabled();
});

test('a step that there is not is nowhere, and says so', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await page.goto('/checkout/nonsense');
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing in this window' })).toBeVisible();
  await expect(shop.field('Email')).toHaveCount(0);
  await page.goto('/checkout/contact');
  await shop.onStep('contact');
});

test('an order: by its address here, by its link in another browser, by nothing else', async ({
  browser,
  context,
  page,
  shop,
  backend,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: backend.url });
  await shop.buy();
  const path = new URL(page.url()).pathname;
  await shop.copyLink.click();
  await expect(shop.toasts).toContainText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const number = (await shop.orderNumber.textContent()) ?? '';
  expect(number).toMatch(/^Order \S+/);
  await page.goto('/orders');
  await shop.orderItems.getByRole('link').click();
  await expect(shop.orderNumber).toHaveText(number);
  await page.reload();
  await expect(shop.orderNumber).toHaveText(number);
  await page.goBack();
  await expect(shop.orderItems).toHaveCount(1);
  await page.goForward();
  await expect(shop.orderNumber).toHaveText(number);

  const stranger = await browser.newContext({ baseURL: backend.url, locale: 'en-US' });
  try {
    const other = new Shop(await stranger.newPage(), backend);
    await other.page.goto(path);
    await expect(other.fault).toContainText('Nothing here');
    await other.page.goto('about:blank');
    await other.page.goto(`${path}#t=wrong`);
    await expect(other.fault).toContainText('Nothing here');
    await other.page.goto('about:blank');
    await other.page.goto(link);
    await expect(other.orderNumber).toHaveText(number);
    // The secret doesn't stay in the address, and isn't needed again.
    await expect(other.page).toHaveURL((url) => url.pathname === path && url.hash === '');
    await other.page.reload();
    await expect(other.orderNumber).toHaveText(number);
  } finally {
    await stranger.close();
  }
});

test.describe('what is not there', () => {
  test.use({ noise: [answers(404)] });

  test('an address, a product, an order, a film', async ({ page, shop }) => {
    await shop.openBag();
    await page.goto('/nope');
    await expect(shop.nowhere).toBeVisible();
    await page.reload();
    await expect(shop.nowhere).toBeVisible();
    for (const path of ['/products/nope', '/orders/nope', '/checkout/return?checkout=nope']) {
      await page.goto(path);
      await expect(shop.fault, path).toContainText('Nothing here');
      await page.reload();
      await expect(shop.fault, path).toContainText('Nothing here');
      await at(page, path);
    }
    await page.goto('/p/nope');
    await expect(shop.toasts).toContainText("The film of this link isn't here any more.");
    await expect(shop.film).toBeInViewport();
    await shop.settled();
    await page.goBack();
    await at(page, '/checkout/return?checkout=nope');
    await expect(shop.fault).toContainText('Nothing here');
    for (const path of ['/orders/nope', '/products/nope', '/nope']) {
      await page.goBack();
      await at(page, path);
    }
    await expect(shop.nowhere).toBeVisible();
    await shop.toFilms.click();
    await expect(shop.film).toBeInViewport();
  });

  test('each of them says it in a heading and offers a way on', async ({ page, shop }) => {
    for (const path of ['/products/nope', '/orders/nope', '/checkout/return?checkout=nope']) {
      await page.goto(path);
      await expect(shop.fault, path).toBeVisible();
      await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1, { timeout: 2_000 });
      await expect.soft(shop.fault.getByRole('link'), path).not.toHaveCount(0, { timeout: 2_000 });
    }
  });
});
