// What stays behind after many swipes: heap, nodes, listeners, players.
import { launch, unhindered } from '../lib/phone.mjs';
import { sleep } from '../lib/time.mjs';
import { openFeed, toAndFro, turn } from './walk.mjs';

const checkpoints = [30, 200, 1_000];
/** Every sample is taken on the same film: those near the ends have fewer neighbours. */
const REST = 5;
const fast = { steps: 9, every: 12 };
const PAUSE_MS = 80;

export async function long(lab, subject) {
  const phone = await openFeed(lab, subject, unhindered, ['memory']);
  try {
    const next = toAndFro();
    const samples = {};
    let done = 0;
    for (const goal of checkpoints.filter((count) => count <= lab.options.longSwipes)) {
      let position = 0;
      while (done < goal || position !== REST) {
        const { way, current } = await next(phone.page);
        await turn(phone, way, current, fast);
        await sleep(PAUSE_MS);
        done += 1;
        position = await phone.page.evaluate(() => window.__bench.feed.current);
        if (done > goal + 60) throw new Error(`${subject} does not come back to film ${REST}`);
      }
      samples[goal] = { swipes: done, ...(await sample(phone)) };
    }
    return { samples };
  } finally {
    await phone.close();
  }
}

async function sample({ page, cdp }) {
  // What the swipe left to do is done, then all that nobody holds is gone.
  await sleep(2_000);
  await cdp.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.disable');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? null;
  const { videos, wasmBytes } = await page.evaluate(() => ({
    videos: document.querySelectorAll('video').length,
    wasmBytes: window.__bench.wasmBytes(),
  }));
  return {
    heapMB: of('JSHeapUsedSize') / 1e6,
    wasmMB: wasmBytes / 1e6,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    videos,
  };
}

/** Browsers limit players; a page that lets go of its own never meets the limit. */
export async function players(lab, subject) {
  const browser = await launch(lab.options, ['--max-web-media-player-count=8']);
  try {
    const phone = await openFeed({ ...lab, browser }, subject, unhindered, []);
    const next = toAndFro();
    let stuck = 0;
    for (let count = 0; count < 200; count += 1) {
      const { way, current } = await next(phone.page);
      if (!(await turn(phone, way, current, fast))) stuck += 1;
      await waitForFrame(phone.page);
    }
    const { swipes, refused, mediaErrors } = await phone.page.evaluate(() => window.__bench.feed);
    const unplayed = swipes.filter(({ committed, frame }) => committed !== null && frame === null).length;
    return { failures: unplayed + refused.length + mediaErrors.length, unplayed, stuck, refused, mediaErrors };
  } finally {
    await browser.close();
  }
}

/** Until the film of the last swipe plays, two seconds at most. */
async function waitForFrame(page) {
  for (const end = performance.now() + 2_000; performance.now() < end; await sleep(25)) {
    if (await page.evaluate(() => window.__bench.feed.swipes.at(-1).frame !== null)) return;
  }
}
