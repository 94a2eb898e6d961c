// What the three configurations share.
import { devices, type PlaywrightTestConfig } from '@playwright/test';

const launchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** What asks over HTTP alone has no screen: once is enough. */
const once = ['**/headers.spec.ts', '**/shutdown.spec.ts'];
/** What waits for parcels most of its time. */
const waits = ['customs', 'held', 'missing', 'notify', 'parcels'].map((name) => `**/${name}.spec.ts`);

// A single test that one of them has nothing to say about has the tag of the other: whatever is skipped from within
// has started a browser and a page by then.
export const phone = {
  name: 'phone',
  testIgnore: [...once, ...waits],
  grepInvert: /@desktop/,
  use: {
    launchOptions: {
      ...launchOptions,
      // As many players as Chromium allows on a weak phone before it refuses further ones.
      args: [...launchOptions.args, '--max-web-media-player-count=8'],
    },
    userAgent: devices['Pixel 7'].userAgent,
    viewport: { width: 390, height: 844 },
    // Pictures are taken at 2 (screens.config.ts); journeys look at none, and four times the pixels took
    // twice the time.
    deviceScaleFactor: 1,
    hasTouch: true,
    isMobile: true,
  },
};

export const desktop = {
  name: 'desktop',
  testIgnore: ['**/players.spec.ts', ...waits],
  grepInvert: /@phone/,
  use: { viewport: { width: 1440, height: 900 } },
};

/**
 * A screen's tests that wait: one at a time, beside two workers that keep the processors busy. By themselves they
 * would leave these idle for minutes.
 */
export const waiting = <T extends { name: string }>(screen: T) => ({
  ...screen,
  name: `${screen.name}, waiting`,
  testIgnore: [],
  testMatch: waits,
  workers: 1,
});

export const shared: PlaywrightTestConfig = {
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    headless: true,
    // English, in a country the demo shop sells to.
    locale: 'en-DE',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: 'block',
    // Recording costs a third of the time: TRACE=1 for a test that is looked into.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions,
  },
};
