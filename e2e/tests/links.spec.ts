// An order shared by a link: what those see who have it, and that it can be taken back.
import type { Browser } from '@playwright/test';
import { ordered } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';
import { buyer, Shop, sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

/** Somebody else's browser. */
async function stranger(browser: Browser, backend: Backend): Promise<Shop> {
  const context = await browser.newContext({ baseURL: backend.url, locale: 'en-US' });
  return new Shop(await context.newPage(), backend);
}

test('an order is shared in part, and no longer once its link is revoked', async ({ browser, page, shop, backend }) => {
  await page.goto(await ordered(page.request, sku.mug));
  const path = new URL(page.url()).pathname;
  const number = (await shop.orderNumber.textContent()) ?? '';
  await shop.openSharing();
  await expect(shop.sharing).toContainText('No link leads here yet.');
  const link = await shop.makeLink('Kim');
  expect(new URL(link).pathname).toBe(path);
  expect(link).toMatch(/#k=[\w-]{43}$/);
  await expect(shop.sharedLinks).toContainText('Not opened yet.');

  const kim = await stranger(browser, backend);
  try {
    await kim.page.goto(link);
    await expect(kim.orderNumber).toHaveText(number);
    await expect(kim.sharedNote).toBeVisible();
    await expect(kim.page).toHaveURL((url) => url.pathname === path && url.hash === '');
    await expect(kim.people).toContainText(`${buyer.name.charAt(0)}.`);
    await expect(kim.people).toContainText(buyer.city);
    await expect(kim.people).toContainText('Germany');
    for (const secret of [buyer.name, buyer.line1, buyer.postal, buyer.email]) {
      await expect(kim.main).not.toContainText(secret);
    }
    // Nothing of it can be changed or passed on, and nothing is kept.
    for (const part of [kim.cancel, kim.sendBack, kim.copyLink, kim.sharing]) await expect(part).toHaveCount(0);
    expect(await kim.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      new URL(link).hash.slice(3),
    );
    // The session remembers: no secret is needed again.
    await kim.page.reload();
    await expect(kim.orderNumber).toHaveText(number);
    await kim.page.goto('/orders');
    await expect(kim.main.getByText('No orders yet')).toBeVisible();
    await expect(kim.orderItems).toHaveCount(0);
    await kim.page.goto(path);
    await expect(kim.live).toBeVisible();

    await page.reload();
    await shop.openSharing();
    await expect(shop.sharedLinks).toContainText('Last opened');
    await shop.revokeLink('Kim');
    await expect(shop.toasts).toContainText('Revoked');
    // The open page is told, without asking.
    await expect(kim.fault).toContainText('Nothing here');
    await expect(kim.main).not.toContainText(number);
    await kim.page.reload();
    await expect(kim.fault).toContainText('Nothing here');
    // A further link, typed over the address of the open page.
    const next = await shop.makeLink('Kim again');
    await kim.page.goto(next);
    await expect(kim.orderNumber).toHaveText(number);
  } finally {
    await kim.page.context().close();
  }

  const late = await stranger(browser, backend);
  try {
    await late.page.goto(link);
    await expect(late.fault).toContainText('Nothing here');
    await expect(late.page).toHaveURL((url) => url.hash === '');
  } finally {
    await late.page.context().close();
  }
});

test('the owner who opens the own link sees the whole order, and the link is copied by a button', async ({
  context,
  page,
  shop,
  backend,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: backend.url });
  await page.goto(await ordered(page.request, sku.mug));
  await shop.openSharing();
  const link = await shop.makeLink('Myself');
  await shop.sharing.getByRole('button', { name: 'Copy link' }).click();
  await expect(shop.toasts).toContainText('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(shop.people).toContainText(buyer.line1);
  await expect(shop.sharedNote).toHaveCount(0);
  await shop.openSharing();
  await expect(shop.sharedLinks).toContainText('Not opened yet.');
});
