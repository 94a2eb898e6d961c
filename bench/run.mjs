// Measures the feed beside the floor page. `node bench/run.mjs --help` says how.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startBackend } from './lib/backend.mjs';
import { options, results, usage } from './lib/options.mjs';
import { inTurn } from './lib/pages.mjs';
import { launch, mobile, poor } from './lib/phone.mjs';
import { interact } from './measure/interact.mjs';
import { long, players } from './measure/long.mjs';
import { rebuffer, waste } from './measure/script.mjs';
import { startup } from './measure/startup.mjs';
import { swipes } from './measure/swipe.mjs';
import { trace } from './measure/trace.mjs';
import { Proxy } from './proxy/proxy.mjs';
import { summarize } from './report/summary.mjs';
import { markdown, text } from './report/table.mjs';

let failedRounds = 0;
const measures = { startup, interact, swipe: swipes, waste, rebuffer, long, players };

async function main() {
  const asked = options(process.argv.slice(2));
  if (asked.help) return console.log(usage);
  await mkdir(results, { recursive: true });
  const lab = await open(asked);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => lab.close().finally(() => process.exit(130)));
  }
  try {
    if (asked.trace) {
      for (const subject of asked.subjects) console.log(await trace(lab, subject));
      return;
    }
    const measured = await measure(lab);
    await report(lab, measured);
  } finally {
    await lab.close();
  }
}

/** Proxy, backend and browser; what has been opened is closed when the rest fails. */
async function open(asked) {
  const opened = [];
  const close = async () => {
    for (const shut of opened.reverse()) await shut().catch(() => {});
  };
  try {
    const proxy = await new Proxy().listen();
    opened.push(() => proxy.close());
    const backend = await startBackend(asked, proxy.url);
    opened.push(() => backend.stop());
    proxy.forwardTo(backend.url);
    const browser = await launch(asked);
    opened.push(() => browser.close());
    const sizeOf = async (path) => {
      const answer = await fetch(backend.url + path, { method: 'HEAD' });
      return Number(answer.headers.get('content-length'));
    };
    return { options: asked, proxy, browser, sizeOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function roundsOf(group, { rounds, traceRounds }) {
  if (group === 'long' || group === 'players') return 1;
  return group === 'waste' || group === 'rebuffer' ? traceRounds : rounds;
}

async function measure(lab) {
  const { only, subjects } = lab.options;
  // The first load of a new browser pays for things that later ones find ready.
  for (const subject of subjects) await startup(lab, subject);
  const measured = {};
  for (const group of only) {
    const rounds = roundsOf(group, lab.options);
    measured[group] = Object.fromEntries(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const subject of inTurn(subjects, round)) {
        progress(`${group} ${round + 1}/${rounds} ${subject}`);
        const result = await attempt(() => measures[group](lab, subject));
        if (result) measured[group][subject].push(result);
      }
    }
  }
  progress('');
  return measured;
}

/** A round that fails is told of and left out: an hour's other figures are still worth having. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    console.error(`\nThis round failed: ${error.message.split('\n')[0]}`);
    failedRounds += 1;
    return null;
  }
}

function progress(words) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${words}`);
  else if (words) process.stderr.write(`${words}\n`);
}

async function report(lab, measured) {
  const budgets = JSON.parse(await readFile(join(import.meta.dirname, 'budgets.json'), 'utf8'));
  const rows = summarize(measured, budgets, lab.options.quick);
  const conditions = describe(lab);
  const about = [
    `Phone of 390 × 844 at 2 ×, CPU slowed ${mobile.cpu} times, ${mobile.kbps / 1_000} Mbit/s and ${mobile.rttMs} ms`,
    ` (rebuffering at ${poor.kbps / 1_000} Mbit/s; the counts over many swipes unhindered).`,
    ` Medians (range) of ${lab.options.rounds} rounds in turn; Chromium ${conditions.chromium},`,
    ` ${conditions.cores} cores, load ${conditions.load}.`,
  ].join('');
  await writeFile(join(results, 'latest.json'), `${JSON.stringify({ conditions, rows, measured }, null, 1)}\n`);
  await writeFile(join(results, 'table.md'), markdown(rows, about));
  console.log(`\n${about}\n\n${text(rows)}\n\n${join(results, 'latest.json')}\n${join(results, 'table.md')}`);
  const broken = rows.filter((row) => row.broken.length > 0);
  for (const { id, label, broken: why } of broken) console.error(`broken: ${id} (${label}): ${why.join(', ')}`);
  if (failedRounds > 0) console.error(`rounds that failed: ${failedRounds}`);
  if (broken.length > 0 && lab.options.budgets) process.exitCode = 1;
}

function describe({ browser, options: { rounds, traceRounds, swipes, longSwipes, quick } }) {
  const load = loadavg()[0].toFixed(1);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    node: process.version,
    chromium: browser.version(),
  };
  const asked = { rounds, traceRounds, swipes, longSwipes, quick };
  return { at: new Date().toISOString(), load, ...machine, profiles: { mobile, poor }, ...asked };
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
