// What axe finds on a page.
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** No violation of WCAG 2.2 A and AA. */
export async function clean(page: Page): Promise<void> {
  // Half-way through a fade a color is not what it will be.
  await page.waitForFunction(() =>
    document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity),
  );
  // In the page itself: axe's own runner for Playwright opens a second page for each report, and the shop has no frames.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const told = await page.evaluate(async (values) => {
    // What lies half under the bar for the moment is not small.
    scrollTo({ top: 0, behavior: 'instant' });
    const { axe: here } = window as unknown as { axe: typeof axe };
    // What passes is looked at all the same, but not written down piece by piece.
    const { violations } = await here.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }));
  }, tags);
  expect(told).toEqual([]);
}
