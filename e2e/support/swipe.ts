// Moving through the feed.
import { expect, type Page } from '@playwright/test';
import type { Shop } from './shop.ts';

/** One film on or back, as a finger or a key does it. */
export async function step(page: Page, shop: Shop, by: 1 | -1, isMobile: boolean): Promise<void> {
  // A finger that comes before the last snap has ended would go on from the middle.
  await expect(shop.film).toBeInViewport({ ratio: 0.995 });
  const before = await shop.filmIndex();
  if (isMobile) {
    const cdp = await page.context().newCDPSession(page);
    const [from, to] = by === 1 ? [680, 130] : [130, 680];
    const moves = 12;
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 150, y: from }] });
    for (let move = 1; move <= moves; move += 1) {
      const y = from + ((to - from) * move) / moves;
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: 150, y }] });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await cdp.detach();
  } else {
    await page.keyboard.press(by === 1 ? 'ArrowDown' : 'ArrowUp');
  }
  await expect(shop.film).toHaveAttribute('data-index', String(before + by));
}
