// `test` with a shop of its own and a page that must stay quiet.
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { Backend } from './backend.ts';
import { Line } from './line.ts';
import { Shop } from './shop.ts';

export { expect };

/**
 * A clock on which what a parcel goes through can be looked at. One object for all files: tests share their workers,
 * each with its browser and its backend, where these are started with the very same flags; each start costs seconds.
 */
export const slow = { '--day-seconds': '3' };

type Options = {
  /** What the console may say in this test. */
  noise: RegExp[];
};
type WorkerFixtures = {
  /** Flags of this worker's backend, over the defaults. */
  flags: Record<string, string>;
  backend: Backend;
};

export const test = base.extend<Options & { shop: Shop }, WorkerFixtures>({
  noise: [[], { option: true }],
  flags: [{}, { option: true, scope: 'worker' }],
  backend: [
    async ({ flags }, use) => {
      const backend = await Backend.start(flags);
      await use(backend);
      await backend.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ backend }, use) => use(backend.url),
  context: async ({ context, backend, noise }, use) => {
    const problems = watch(context, backend.url, noise);
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI || 'inline'}`);
      });
    });
    await use(context);
    expect(problems, 'what the browser complained about').toEqual([]);
  },
  shop: async ({ page, backend }, use) => use(new Shop(page, backend)),
});

/** As `test`, with the shop behind a line that can be cut. */
export const lineTest = test.extend<object, { line: Line }>({
  line: [
    async ({}, use) => {
      const line = await Line.lay();
      await use(line);
      await line.close();
    },
    { scope: 'worker' },
  ],
  backend: [
    async ({ flags, line }, use) => {
      const backend = await Backend.start(flags, line);
      await use(backend);
      await backend.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** While the bank thinks, asking to complete a checkout is answered with 409. */
const stillPending = /status of 409 .*\/complete\)/;

function watch(context: BrowserContext, url: string, noise: RegExp[]): string[] {
  const problems: string[] = [];
  const own = new URL(url).host;
  const add = (text: string) => {
    if (![...noise, stillPending].some((allowed) => allowed.test(text))) problems.push(text);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => add(`page error: ${error.error().message}`));
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (/^https?:|^wss?:/.test(to.protocol) && to.host !== own) add(`request to another host: ${to}`);
  });
  return problems;
}

/** One expression for many: Playwright takes a list of two objects for a value and its options. */
export const either = (...all: RegExp[]) => new RegExp(all.map((one) => one.source).join('|'));
/** Console lines of answers that are part of the journey. */
export const answers = (...codes: number[]) => new RegExp(`status of (${codes.join('|')})\\b`);
export const networkLoss = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/;
/** What a panic says, and the trap after it. */
export const panic = /panicked at|unreachable/;
/** What a cut line looks like to the browser. */
export const cutLine = /ERR_EMPTY_RESPONSE|ERR_CONNECTION_(RESET|CLOSED|REFUSED)|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONTENT_LENGTH_MISMATCH/;
