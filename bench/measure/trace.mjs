// One start with Chromium's own trace, and where the main thread's time goes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { results } from '../lib/options.mjs';
import { pathOf, selectors } from '../lib/pages.mjs';
import { mobile, openPhone } from '../lib/phone.mjs';
import { sleep, until } from '../lib/time.mjs';
import { describe } from '../report/trace.mjs';

const categories = [
  'toplevel',
  'devtools.timeline',
  'blink.user_timing',
  'loading',
  'v8',
  'v8.wasm',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.compile',
  'disabled-by-default-v8.wasm.detailed',
];

export async function trace(lab, subject) {
  const phone = await openPhone(lab, mobile, ['startup']);
  try {
    const { page } = phone;
    await lab.browser.startTracing(page, { categories });
    await page.goto(lab.proxy.url + pathOf(subject), { waitUntil: 'commit' });
    const ask = { every: 300, within: 90_000, what: `the application of ${subject}` };
    await until(() => page.evaluate(() => window.__bench?.start.firstFrame), ask);
    await until(() => page.evaluate((sound) => window.__bench.place(sound), selectors.sound), ask);
    await sleep(2_000);
    const buffer = await lab.browser.stopTracing();
    const file = join(results, `trace-${subject}.json`);
    await writeFile(file, buffer);
    const marks = await page.evaluate(() => ({
      fcp: window.__bench.start.fcp,
      firstFrame: window.__bench.start.firstFrame,
    }));
    return `\n${subject}: ${file} (open it in chrome://tracing or the Performance panel)\n${describe(buffer, marks)}`;
  } finally {
    await phone.close();
  }
}
