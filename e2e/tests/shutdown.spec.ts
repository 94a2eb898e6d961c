// The server is asked to end.
import { base, cookies, inFlight, readyBag, stream } from '../support/api.ts';
import { Backend } from '../support/backend.ts';
import { sku } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('SIGTERM: streams end, a checkout in flight is finished and kept, then it exits with 0', async ({
  playwright,
}) => {
  let backend = await Backend.start();
  const api = await playwright.request.newContext({ baseURL: backend.own });
  try {
    const cart = await readyBag(api, sku.mug);
    const cookie = await cookies(api);
    const streams = await Promise.all(Array.from({ length: 5 }, () => stream(backend.own, cookie)));
    const headers = { cookie, 'Idempotency-Key': 'one-checkout-in-flight' };
    const wish = { cart_id: cart.id, cart_version: cart.version };
    const checkout = await inFlight(`${backend.own}${base}/checkouts`, headers, wish);

    const ended = backend.end();
    await Promise.all(streams.map(({ ended }) => ended));
    const { status, body } = await checkout.finish();
    expect(status).toBe(201);
    expect(body.state).toBe('reserved');
    const { code, took } = await ended;
    expect(code).toBe(0);
    expect(took).toBeLessThan(5_000);

    backend = await backend.again();
    const kept = await api.get(`${backend.own}${base}/checkouts/${body.id}`);
    expect(kept.status()).toBe(200);
    expect(((await kept.json()) as { state: string }).state).toBe('reserved');
  } finally {
    await api.dispose();
    await backend.stop();
  }
});
