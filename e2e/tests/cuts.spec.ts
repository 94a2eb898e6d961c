// A hundred cuts of the event stream, at places a seed chooses: nothing is lost, nothing comes twice.
import type { Page } from '@playwright/test';
import { base, cookies, ordered, toldUpTo } from '../support/api.ts';
import { sku } from '../support/shop.ts';
import { cutLine, expect, lineTest as test } from '../support/test.ts';

/** A parcel is under way for about as long as a hundred cuts take. */
test.use({ flags: { '--day-seconds': '6' }, noise: [cutLine] });

const CUTS = 100;
const SEED = 20261125;
const stream = /\/events$/;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Waits for a condition; looks often, because there are hundreds to wait for. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const latest = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > latest) throw new Error(`never: ${what}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** Writes down what the page's event stream brings, by number. */
async function listen(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    window.EventSource = class extends EventSource {
      constructor(url: string | URL, options?: EventSourceInit) {
        super(url, options);
        for (const name of ['order', 'cart', 'reset']) {
          this.addEventListener(name, (event) => heard.push(Number((event as MessageEvent).lastEventId)));
        }
      }
    };
  });
  return () => page.evaluate(() => (window as unknown as { heard: number[] }).heard);
}

type Told = { status: string; shipments: { events: { occurred_at: string }[] }[] };

// The same clockwork on every screen.
test('a hundred random cuts lose nothing and double nothing', { tag: '@phone' }, async ({ context, page, shop, backend, line }) => {
  const heard = await listen(page);
  line.hurry(40);
  await page.goto(await ordered(page.request, sku.mug));
  await expect(shop.live).toBeVisible();

  const id = new URL(page.url()).pathname.split('/').pop();
  const order = async () => {
    const answer = await context.request.get(`${backend.own}${base}/orders/${id}`);
    return (await answer.json()) as Told;
  };
  const asked = () => line.passes.filter(({ path }) => stream.test(path)).length;
  const roll = dice(SEED);
  let over = false;
  try {
    for (let cut = 0; cut < CUTS; cut += 1) {
      const [kind, attempts] = [roll(), roll() < 0.3 ? 1 + Math.floor(roll() * 3) : 0];
      if (kind < 0.12 && !over) {
        // After news have come, so that the parcel gets on between the cuts.
        const count = (await heard()).length;
        await until('news', async () => {
          if ((await heard()).length > count) return true;
          over = (await order()).status === 'delivered';
          return over;
        });
      }
      if (kind < 0.6) {
        // In the middle of whatever the next connection brings first.
        const torn = line.tear(roll());
        line.cut(stream);
        line.mend();
        await torn;
      } else {
        // Once the stream stands, or as soon as it is asked for.
        await until('a connection', () => line.carries(stream, kind < 0.8));
      }
      const [before, refused] = [asked(), line.refused];
      line.cut(stream);
      await until('attempts', () => line.refused >= refused + attempts);
      line.mend();
      await until('a new connection', () => asked() > before);
    }
  } finally {
    line.mend();
    line.hurry(undefined);
  }

  // What the server tells now is final.
  await expect.poll(async () => (await order()).status, { timeout: 40_000 }).toBe('delivered');
  await shop.delivered();
  await expect(shop.live).toBeVisible();
  const told = (await order()).shipments.flatMap(({ events }) => events.map((event) => event.occurred_at));
  const shown = () => shop.happened.evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
  expect(told.length).toBeGreaterThan(3);
  await expect.poll(async () => (await shown()).sort()).toEqual([...told].sort());

  // The stream itself: every number since the first one, each once, in their order.
  const numbers = await heard();
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const all = await toldUpTo(backend.own, await cookies(context.request), last);
  expect(numbers).toEqual(all.filter((number) => number >= first && number <= last));
});
