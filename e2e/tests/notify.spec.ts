// Messages of the system: on request alone, and for a tab that nobody looks at.
import type { Page } from '@playwright/test';
import { ordered } from '../support/api.ts';
import { clean } from '../support/axe.ts';
import { sku } from '../support/shop.ts';
import { expect, slow, test } from '../support/test.ts';

// Slow enough that a parcel is still on its way when the answer is given.
test.use({ flags: slow });

type Told = { asked: number; messages: { title: string; body: string }[] };

/** The browser's own class, which a headless one refuses without asking: it answers as a person would. */
async function answering(page: Page, answer: NotificationPermission): Promise<() => Promise<Told>> {
  await page.addInitScript((answer) => {
    const told: Told = { asked: 0, messages: [] };
    class Notification {
      static permission: NotificationPermission = 'default';
      static async requestPermission() {
        told.asked += 1;
        return (Notification.permission = answer);
      }
      constructor(title: string, { body }: { body: string }) {
        told.messages.push({ title, body });
      }
    }
    Object.assign(globalThis, { Notification, told });
  }, answer);
  return () => page.evaluate(() => (globalThis as unknown as { told: Told }).told);
}

test('asked for by a press, told from a tab in the background', async ({ page, shop }) => {
  const told = await answering(page, 'granted');
  await page.goto(await ordered(page.request, sku.mug, 'late'));
  await expect(shop.tellMe).toBeVisible();
  expect(await told()).toEqual({ asked: 0, messages: [] });
  await shop.tellMe.click();
  await expect(shop.tellsMe).toContainText('You will be told here');
  await expect(shop.tellsMe).toBeFocused();
  await expect(shop.tellMe).toHaveCount(0);
  expect((await told()).asked).toBe(1);
  // As long as somebody looks at the page, the page tells.
  expect((await told()).messages).toEqual([]);
  await shop.awayWhile(async () => {
    await expect.poll(async () => (await told()).messages.length, { timeout: 30_000 }).toBeGreaterThan(0);
  });
  const [first] = (await told()).messages;
  expect(first?.title).toMatch(/^Order V-/);
  expect(first?.body).toMatch(/^Parcel from .+: .+\.$/);
});

test('a no is told, and nothing asks again', async ({ page, shop }) => {
  const told = await answering(page, 'denied');
  await page.goto(await ordered(page.request, sku.mug, 'silent'));
  await shop.tellMe.click();
  await expect(shop.tellsMe).toContainText('This browser does not allow messages from the shop.');
  await expect(shop.tellsMe).toBeFocused();
  await expect(shop.tellMe).toHaveCount(0);
  expect(await told()).toEqual({ asked: 1, messages: [] });
  await clean(page);
});
