import { defineConfig } from '@playwright/test';
import { desktop, phone, shared, waiting } from './support/config.ts';

export default defineConfig({
  ...shared,
  testDir: 'tests',
  reporter: [['list'], ['html', { open: 'never' }]],
  // In the order of the queue: while one of them waits, the other two workers go on with the same screen.
  projects: [waiting(phone), phone, waiting(desktop), desktop],
});
