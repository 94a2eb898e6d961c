import { defineConfig } from '@playwright/test';
import { desktop, phone, shared } from './support/config.ts';

export default defineConfig({
  ...shared,
  testDir: 'tests',
  reporter: [['list'], ['html', { open: 'never' }]],
  projects: [phone, desktop],
});
