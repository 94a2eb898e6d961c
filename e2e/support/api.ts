// The shop's API without a browser.
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Scan } from './backend.ts';
import { buyer, card } from './goods.ts';

export const base = '/api/v1';

/** A bag that can be bought: its id and version; of its address all or some may be another's. */
export async function readyBag(
  api: APIRequestContext,
  sku: string,
  address: Record<string, string> = {},
  market = 'DE',
): Promise<{ id: string; version: number }> {
  const headers = { 'X-Vitrine': '1' };
  const cart = await (await api.post(`${base}/carts`, { headers, data: { market } })).json();
  const path = `${base}/carts/${cart.id}`;
  const at = (version: number) => ({ ...headers, 'If-Match': `"${version}"` });
  const line = { variant_id: sku, quantity: 1 };
  const filled = await (await api.post(`${path}/lines`, { headers: at(cart.version), data: line })).json();
  const { email, name, line1, postal, city } = buyer;
  const people = { contact: { email }, shipping_address: { name, line1, postal_code: postal, city, ...address } };
  const answer = await api.patch(path, { headers: at(filled.version), data: people });
  expect(answer.status()).toBe(200);
  const { id, version } = await answer.json();
  return { id, version };
}

/** What a browser remembers of the shop, written down on an empty page: the application would write its own. */
export async function remember(page: Page, what: Record<string, string>): Promise<void> {
  const nothing = '/nothing';
  const empty = '<!doctype html><link rel="icon" href="data:,">';
  await page.route(nothing, (route) => route.fulfill({ contentType: 'text/html', body: empty }));
  await page.goto(nothing);
  await page.evaluate((what) => {
    for (const [key, value] of Object.entries(what)) localStorage.setItem(key, value);
  }, what);
  await page.unroute(nothing);
}

/** An order of this session whose parcel goes by a plan (`parcel: lost`): its address in the shop. */
export async function ordered(api: APIRequestContext, sku: string, plan = 'smooth'): Promise<string> {
  const headers = () => ({ 'X-Vitrine': '1', 'Idempotency-Key': randomUUID() });
  const { id, version } = await readyBag(api, sku, { line2: `parcel: ${plan}` });
  const bag = { cart_id: id, cart_version: version };
  const reserved = await api.post(`${base}/checkouts`, { headers: headers(), data: bag });
  expect(reserved.status()).toBe(201);
  const checkout = await reserved.json();
  const path = `${base}/checkouts/${checkout.id}`;
  const total = { expected_total: checkout.totals.total };
  const paying = await (await api.post(`${path}/payment`, { headers: headers(), data: total })).json();
  const paid = await api.post(paying.payment.next_action.url, { form: { number: card.good }, maxRedirects: 0 });
  expect(paid.status()).toBe(303);
  let order: string | undefined;
  await expect
    .poll(async () => (order = (await (await api.get(path)).json()).order_id ?? undefined))
    .toBeTruthy();
  return `/orders/${order}`;
}

/** The first parcel of the order on the screen, once it has a label. */
export async function labelled(page: Page): Promise<Pick<Scan, 'carrier' | 'number'>> {
  const path = `${base}${new URL(page.url()).pathname}`;
  const read = async () => (await (await page.request.get(path)).json()).shipments[0];
  await expect.poll(async () => (await read()).events.length, { timeout: 60_000 }).toBeGreaterThan(0);
  const { carrier, tracking_number } = await read();
  return { carrier: carrier.code, number: tracking_number };
}

/** The cookies as a header. */
export async function cookies(api: APIRequestContext): Promise<string> {
  return (await api.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** An event stream that stands; `ended` is kept when the server ends it in order, and broken else. */
export async function stream(url: string, cookie: string): Promise<{ ended: Promise<void> }> {
  return new Promise((open, failed) => {
    const call = request(`${url}${base}/events`, { agent: false, headers: { cookie } }, (answer) => {
      const ended = new Promise<void>((done, broken) => {
        answer.once('end', done);
        answer.once('error', broken);
      });
      ended.catch(() => {});
      // The first line has come: the stream is being written.
      answer.once('data', () => open({ ended }));
      answer.resume();
    });
    call.once('error', failed);
    call.end();
  });
}

/** The numbers of all that the event stream has told so far, up to one of them. */
export async function toldUpTo(url: string, cookie: string, last: number): Promise<number[]> {
  return new Promise((done, failed) => {
    const headers = { cookie, 'last-event-id': '0' };
    const call = request(`${url}${base}/events`, { agent: false, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        // A message with a name; the greeting has none.
        const blocks = text.split('\n\n').slice(0, -1).filter((block) => /^event:/m.test(block));
        const ids = blocks.map((block) => Number(/^id: ?(\d+)$/m.exec(block)?.[1]));
        if (ids.some((id) => id >= last)) {
          call.destroy();
          done(ids);
        }
      });
      answer.once('error', () => {});
    });
    call.once('error', failed);
    call.end();
  });
}

type Answer = { status: number; body: { id: string; state: string } };

/** A POST that the server is working on, waiting for its body; `finish` sends the body. */
export async function inFlight(
  url: string,
  headers: Record<string, string>,
  body: object,
): Promise<{ finish: () => Promise<Answer> }> {
  const text = JSON.stringify(body);
  return new Promise((begun, failed) => {
    const call = request(url, {
      method: 'POST',
      agent: false,
      headers: {
        ...headers,
        'X-Vitrine': '1',
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
        Expect: '100-continue',
      },
    });
    const answer = new Promise<Answer>((done, broken) => {
      call.once('error', broken);
      call.once('response', async (response) => {
        const parts: Buffer[] = [];
        for await (const part of response) parts.push(part);
        done({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) });
      });
    });
    answer.catch(failed);
    // The server says so when its handler begins to read.
    call.once('continue', () => {
      const finish = () => {
        call.end(text);
        return answer;
      };
      begun({ finish });
    });
    call.flushHeaders();
  });
}
