// Flags of the command, with their defaults.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const root = resolve(import.meta.dirname, '../..');
export const results = resolve(import.meta.dirname, '../results');

export const groups = ['startup', 'interact', 'swipe', 'waste', 'rebuffer', 'long', 'players'];
export const subjects = ['floor', 'vitrine'];

export const usage = `node bench/run.mjs [flags]

  --backend PATH    the shop's server           (VITRINE_BACKEND or target/release/vitrine-backend)
  --dist PATH       the built application       (VITRINE_DIST or dist)
  --demo PATH       the shop to load            (VITRINE_DEMO or demo)
  --chromium PATH   the browser                 (CHROMIUM_PATH or /usr/bin/chromium)
  --only LIST       of ${groups.join(',')}; all when left out
  --subject LIST    of ${subjects.join(',')}; both when left out (then there are no ratios)
  --rounds N        rounds of startup, interact and swipe (7)
  --trace-rounds N  rounds of waste and rebuffer, a minute each (3)
  --swipes N        swipes in a round (60)
  --long-swipes N   swipes of the long run (1000)
  --quick           3 rounds, 1 trace round, 24 swipes, 200 in the long run
  --trace           instead: one startup of each page with a trace, and where its time goes
  --no-budgets      print broken budgets, but exit 0
  --help`;

/** @param {string[]} argv */
export function options(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      backend: { type: 'string' },
      dist: { type: 'string' },
      demo: { type: 'string' },
      chromium: { type: 'string' },
      only: { type: 'string' },
      subject: { type: 'string' },
      rounds: { type: 'string' },
      'trace-rounds': { type: 'string' },
      swipes: { type: 'string' },
      'long-swipes': { type: 'string' },
      quick: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      'no-budgets': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { env } = process;
  const path = (given, fromEnv, usual) => resolve(given ?? fromEnv ?? resolve(root, usual));
  return {
    backend: path(values.backend, env.VITRINE_BACKEND, 'target/release/vitrine-backend'),
    dist: path(values.dist, env.VITRINE_DIST, 'dist'),
    demo: path(values.demo, env.VITRINE_DEMO, 'demo'),
    chromium: path(values.chromium, env.CHROMIUM_PATH, '/usr/bin/chromium'),
    only: list('only', values.only, groups),
    subjects: list('subject', values.subject, subjects),
    rounds: count('rounds', values.rounds, values.quick ? 3 : 7),
    traceRounds: count('trace-rounds', values['trace-rounds'], values.quick ? 1 : 3),
    swipes: count('swipes', values.swipes, values.quick ? 24 : 60),
    longSwipes: count('long-swipes', values['long-swipes'], values.quick ? 200 : 1000),
    quick: values.quick,
    trace: values.trace,
    budgets: !values['no-budgets'],
    help: values.help,
  };
}

function list(flag, given, known) {
  if (!given) return known;
  const asked = given.split(',').map((word) => word.trim());
  const unknown = asked.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`--${flag}: ${unknown.join(', ')} is none of ${known.join(', ')}`);
  return known.filter((word) => asked.includes(word));
}

function count(flag, given, usual) {
  const number = given === undefined ? usual : Number(given);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${flag}: ${given} is no whole number above 0`);
  return number;
}
