// How long a stranger's phone waits for the first moving picture.
import { expect, test } from '../support/test.ts';

const loads = 5;
const slowdown = 4;

type Load = { frameMs: number; wasmBytes: number; allBytes: number };

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

test('cold start', async ({ browser, baseURL, contextOptions }) => {
  const measured: Load[] = [];
  for (let round = 0; round < loads; round += 1) {
    // A new context has nothing kept.
    const context = await browser.newContext({ ...contextOptions, baseURL });
    const page = await context.newPage();
    await page.addInitScript(() => {
      localStorage.setItem('vitrine.market', 'DE');
      const seen = new WeakSet<HTMLVideoElement>();
      const watch = () => {
        for (const video of document.querySelectorAll('video')) {
          if (seen.has(video)) continue;
          seen.add(video);
          video.requestVideoFrameCallback((now) => {
            (window as { firstFrame?: number }).firstFrame ??= now;
          });
        }
      };
      new MutationObserver(watch).observe(document, { childList: true, subtree: true });
    });
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const kinds = new Map<string, string>();
    let wasmBytes = 0;
    let allBytes = 0;
    cdp.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, response.mimeType));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      allBytes += encodedDataLength;
      if (kinds.get(requestId) === 'application/wasm') wasmBytes += encodedDataLength;
    });
    await page.goto('/');
    const frame = await page.waitForFunction(() => (window as { firstFrame?: number }).firstFrame, undefined, {
      timeout: 60_000,
    });
    measured.push({ frameMs: (await frame.jsonValue()) ?? Number.NaN, wasmBytes, allBytes });
    await context.close();
  }
  const row = (name: string, of: (load: Load) => number, unit: string) => {
    const values = measured.map(of);
    const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map(Math.round);
    return `  ${name.padEnd(24)}${`${middle} ${unit}`.padStart(14)}   (${least} to ${most})`;
  };
  console.log(
    [
      '',
      `Cold start on a phone, CPU slowed ${slowdown} times, median of ${loads}`,
      row('first video frame', (load) => load.frameMs, 'ms'),
      row('wasm over the wire', (load) => load.wasmBytes / 1024, 'KiB'),
      row('everything until then', (load) => load.allBytes / 1024, 'KiB'),
      '',
    ].join('\n'),
  );
  expect(measured).toHaveLength(loads);
});
