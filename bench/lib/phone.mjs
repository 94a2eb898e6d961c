// A phone: a small screen, touch, a slow processor and a slow line.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, devices } from './playwright.mjs';

/** Megabits a second and round trip of the profile that the budgets are for. */
export const mobile = { rttMs: 165, kbps: 8_000, cpu: 4 };
/** The same phone where reception is bad. */
export const poor = { ...mobile, kbps: 3_000 };
/** For runs that count things instead of timing them. */
export const unhindered = { rttMs: 0, kbps: Infinity, cpu: 1 };

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {{chromium: string}} options @param {string[]} more */
export function launch(options, more = []) {
  // The command ends browser and backend together.
  const signals = { handleSIGINT: false, handleSIGTERM: false };
  return chromium.launch({ executablePath: options.chromium, headless: true, args: [...flags, ...more], ...signals });
}

const screen = {
  userAgent: devices['Pixel 7'].userAgent,
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  // A country with the demo's offers.
  locale: 'en-DE',
  timezoneId: 'Europe/Berlin',
  serviceWorkers: 'block',
};

const probes = join(import.meta.dirname, '../probe');

/**
 * Opens a page in a context of its own, which has nothing cached.
 * @param {{browser: import('playwright-core').Browser, proxy: import('../proxy/proxy.mjs').Proxy}} lab
 * @param {{rttMs: number, kbps: number, cpu: number}} profile
 * @param {string[]} names files of probe/ that watch from inside the page
 */
export async function openPhone({ browser, proxy }, profile, names) {
  proxy.line.use(profile);
  proxy.transfers.clear();
  const context = await browser.newContext(screen);
  const scripts = ['core', ...names].map((name) => readFile(join(probes, `${name}.js`), 'utf8'));
  await context.addInitScript({ content: (await Promise.all(scripts)).join('\n') });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  if (profile.cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: profile.cpu });
  return { page, cdp, close: () => context.close() };
}
