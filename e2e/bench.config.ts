import { defineConfig } from '@playwright/test';
import { phone, shared } from './support/config.ts';

export default defineConfig({
  ...shared,
  testDir: 'bench',
  testMatch: '*.ts',
  workers: 1,
  timeout: 300_000,
  reporter: [['line']],
  use: { ...shared.use, trace: 'off', screenshot: 'off' },
  projects: [phone],
});
