// Every route: no accessibility violation, and the roles and names people meet.
import type { Page } from '@playwright/test';
import { clean } from '../support/axe.ts';
import { type Shop, type Step, sku } from '../support/shop.ts';
import { answers, expect, panic, test } from '../support/test.ts';

test('the feed', async ({ page, shop }) => {
  await shop.openFeed();
  await expect(shop.disclosure).toBeVisible();
  await clean(page);
  await expect(page.getByRole('navigation', { name: 'Main' })).toMatchAriaSnapshot(`
    - navigation "Main":
      - link "For you"
      - link "Following"
      - link "Orders"
      - link "Bag"
  `);
  await expect(shop.film).toMatchAriaSnapshot(`
    - article /Film by .+/:
      - button /Like .+/
      - button "Save"
      - button "Share"
      - button /ound/
  `);
});

test('the product sheet', async ({ page, shop }) => {
  await shop.openFeed('/p/second-cup');
  await shop.label.click();
  await expect(shop.panel.getByRole('button', { name: 'Add to bag' })).toBeVisible();
  await clean(page);
});

test('a product', async ({ page, shop }) => {
  await page.goto('/products/mug');
  await expect(shop.add).toBeVisible();
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - article:
        - heading "Mug" [level=1]
        - group:
          - radio
          - radio
          - radio
        - button "Add to bag"
        - button "Buy now"
  `);
});

test('the bag, empty and full', async ({ page, shop }) => {
  await shop.openBag();
  await expect(page.getByText('Your bag is empty')).toBeVisible();
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "Your bag" [level=1]
      - link "Watch the films"
  `);
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await expect(shop.toCheckout).toBeEnabled();
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "Your bag" [level=1]
      - list:
        - listitem:
          - link "Mug"
          - group /Quantity of Mug/:
            - button "One less"
            - button "One more"
          - button /Remove Mug/
      - button "Checkout"
  `);
});

test.describe('a code that is refused', () => {
  test.use({ noise: [answers(422)] });

  test('codes in the bag', async ({ page, shop }) => {
    await shop.put('mug', sku.mug);
    await shop.openBag();
    await shop.codeFold.click();
    await shop.enterCode('NO-SUCH-CODE');
    await expect(shop.codeField).toHaveAttribute('aria-invalid', 'true');
    await clean(page);
    await shop.enterCode('GIFT-7Q4M-50');
    await expect(shop.code('GIFT-7Q4M-50')).toBeVisible();
    await clean(page);
    await expect(shop.codes).toMatchAriaSnapshot(`
      - list "Codes in your bag":
        - listitem:
          - button "Remove GIFT-7Q4M-50"
      - group:
        - textbox "Code"
        - button "Add code"
    `);
  });
});

const titles: Record<Step, string> = {
  contact: 'Where should news go\\?',
  address: 'Where does it go\\?',
  delivery: 'How should it come\\?',
  review: 'Everything once more',
};

async function checkStep(page: Page, shop: Shop, step: Step): Promise<void> {
  await shop.onStep(step);
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "Checkout" [level=1]
      - navigation "Steps"
      - heading /${titles[step]}/ [level=2]
  `);
}

test('each step of the checkout', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await shop.openBag();
  await shop.walkTo('contact');
  await checkStep(page, shop, 'contact');
  await shop.goOn.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(shop.field('Email')).toBeFocused();
  await clean(page);
  await shop.fillContact();
  await shop.goOn.click();
  await checkStep(page, shop, 'address');
  await shop.fillAddress();
  await shop.goOn.click();
  await checkStep(page, shop, 'delivery');
  await shop.goOn.click();
  await expect(shop.pay).toBeVisible();
  await checkStep(page, shop, 'review');
});

test('what left this device', async ({ page, shop }) => {
  await shop.put('mug', sku.mug);
  await page.goto('/privacy');
  await expect(shop.main.getByText('Finds your bag again').first()).toBeVisible();
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "What left this device" [level=1]
      - heading "Asked since this page was loaded" [level=2]
      - list
      - heading "Kept on this device" [level=2]
      - list
      - button "Save all of it as a file"
      - button "Clear all of it"
  `);
});

test('the orders, and one order', async ({ page, shop }) => {
  await page.goto('/orders');
  await expect(page.getByText('No orders yet')).toBeVisible();
  await clean(page);
  await shop.buy();
  await shop.delivered();
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "Thank you. It is paid." [level=1]
      - heading "Delivered." [level=2]
      - heading "How it was handed over" [level=3]
      - img /Signature of .+/
      - list "Stations"
  `);
  // Unfolded: whom to ask, and what to do when it is not there.
  await shop.contacts.click();
  await shop.notThere.click();
  await expect(shop.report).toBeVisible();
  await clean(page);
  await shop.report.click();
  await expect(shop.main).toContainText('You reported it missing on');
  await clean(page);
  await page.goto('/orders');
  await expect(shop.main.locator('.order-item')).toHaveCount(1);
  await clean(page);
  await expect(shop.main).toMatchAriaSnapshot(`
    - main:
      - heading "Orders" [level=1]
      - list:
        - listitem:
          - link /Order .+/
  `);
});

test.describe('stopped', () => {
  test.use({ noise: [panic] });

  test('a page that has stopped', async ({ page, shop }) => {
    await shop.openBag();
    await shop.refuseOnce();
    await page.getByRole('link', { name: 'Watch the films' }).click();
    await expect(shop.crash).toBeVisible();
    await clean(page);
  });
});

test.describe('nowhere', () => {
  test.use({ noise: [answers(404)] });

  test('things that are not there', async ({ page, shop }) => {
    for (const path of ['/products/nope', '/orders/nope', '/checkout/return?checkout=nope']) {
      await page.goto(path);
      await expect(shop.fault).toBeVisible();
      await clean(page);
    }
  });

  test('an address that leads nowhere', async ({ page, shop }) => {
    await page.goto('/nope');
    await expect(page.getByRole('heading', { name: 'Nothing in this window' })).toBeVisible();
    await clean(page);
    await expect(shop.main).toMatchAriaSnapshot(`
      - main:
        - heading "Nothing in this window" [level=1]
        - link "Back to the films"
    `);
  });
});
