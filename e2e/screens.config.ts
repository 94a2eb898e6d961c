import { defineConfig } from '@playwright/test';
import { desktop, phone, shared } from './support/config.ts';

export default defineConfig({
  ...shared,
  testDir: 'screens',
  testMatch: '*.ts',
  globalSetup: './support/gallery.ts',
  timeout: 300_000,
  fullyParallel: false,
  reporter: [['list']],
  // As sharp as a phone's screen.
  projects: [{ ...phone, use: { ...phone.use, deviceScaleFactor: 2 } }, desktop],
});
