// Pictures of screens, and one sheet of them all.
import { readFile, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../../screens');

/** Before anything else: no picture of an earlier run stays. */
export default async function empty(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export class Gallery {
  private readonly own: string;

  constructor(
    private readonly page: Page,
    private readonly project: string,
  ) {
    this.own = join(folder, project);
  }

  /** What is on the screen now; the name carries its number. */
  async take(name: string): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: join(this.own, `${name}.png`), animations: 'disabled' });
  }

  /** All pictures there are by now on one page, drawn by the browser. Whoever is last draws all. */
  async sheet(browser: Browser): Promise<void> {
    const names = (await readdir(this.own)).filter((name) => name.endsWith('.png')).sort();
    const width = this.project === 'phone' ? 240 : 460;
    const figures = await Promise.all(
      names.map(async (name) => {
        const data = (await readFile(join(this.own, name))).toString('base64');
        const caption = name.replace('.png', '');
        return `<figure><img src="data:image/png;base64,${data}"><figcaption>${caption}</figcaption></figure>`;
      }),
    );
    const style = `body{margin:24px;background:#e9e7e2;font:13px system-ui;display:grid;gap:20px;
      grid-template-columns:repeat(${this.project === 'phone' ? 7 : 4},${width}px)}
      figure{margin:0}img{width:100%;display:block;border-radius:8px}figcaption{padding:6px 2px}`;
    const page = await browser.newPage({ viewport: { width: 1960, height: 1000 } });
    await page.setContent(`<!doctype html><style>${style}</style>${figures.join('')}`);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await page.screenshot({ path: join(folder, `${this.project}.png`), fullPage: true });
    await page.close();
  }
}
