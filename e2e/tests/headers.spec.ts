// What the answers say about themselves.
import { expect, test } from '../support/test.ts';

test('the page forbids what it does not need', async ({ request }) => {
  const headers = (await request.get('/')).headers();
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'/);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('answers of the API are not kept', async ({ request }) => {
  const headers = (await request.get('/api/v1/markets')).headers();
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('a missing file is 404 and never the page', async ({ request }) => {
  for (const path of ['/missing.js', '/assets/missing-0123.wasm', '/media/missing.mp4', '/api/v1/missing']) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()['content-type'] ?? '', path).not.toContain('text/html');
  }
});

test('a write without the header of the application is refused', async ({ request }) => {
  expect((await request.post('/api/v1/carts', { data: { market: 'DE' } })).status()).toBe(403);
});
