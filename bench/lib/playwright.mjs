// Playwright of the journeys: one pinned version and one `npm ci` for the whole project.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve(import.meta.dirname, '../../e2e/package.json'));

function load() {
  try {
    return require('@playwright/test');
  } catch (error) {
    throw new Error(`Playwright is missing; run: (cd e2e && npm ci)\n${error}`);
  }
}

export const { chromium, devices } = load();
