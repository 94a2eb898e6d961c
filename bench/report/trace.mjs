// Reads a trace of Chromium: self time by kind of work.

const kind = (name, ...patterns) => [name, new RegExp(patterns.join('|'), 'i')];

/** The first that fits names the kind. Order matters: WebAssembly before V8, style before layout. */
const sorts = [
  kind('WebAssembly: compile', 'wasm.*(compil|decod|stream|deserial|publish|bytes)', 'FlushInstructionCache'),
  kind('WebAssembly: instantiate', 'wasm.*instan'),
  kind('WebAssembly: other', 'wasm'),
  kind('script: compile', '^v8\\.(compile|parse|preparse|produceCache)', 'Compile(Script|Module)', 'BackgroundCompile'),
  kind('script: run', 'Evaluate(Script|Module)', 'FunctionCall', 'Microtask', 'TimerFire', 'FireAnimationFrame'),
  kind('script: run', 'EventDispatch', 'FireIdleCallback', '^v8\\.(run|execute|invoke|callFunction)'),
  kind('garbage collection', 'V8\\.GC', '(Major|Minor)GC', 'Scavenge', 'MarkCompact'),
  kind('parse HTML and CSS', 'ParseHTML', 'ParseAuthorStyleSheet', 'HTMLDocumentParser', 'CSSParser'),
  kind('style', 'UpdateLayoutTree', 'RecalculateStyles', 'StyleRecalc', 'Document::(updateStyle|rebuild)'),
  kind('layout', 'Layout$', 'LocalFrameView::(layout|performLayout)'),
  kind('loading', 'Resource', 'Loader', 'XHR', 'Navigation'),
  kind('paint and compose', 'Paint', 'Layerize', 'Commit', 'UpdateLayer', 'RasterTask', 'ImageDecode', 'Decode Image'),
  kind('paint and compose', 'Compositing', 'AnimationFrame', 'Begin(MainThread)?Frame', 'IntersectionObserver'),
  // The frame around a task: mostly the slowing-down itself, and messages between processes.
  kind('tasks and messages', 'RunTask', 'SimpleWatcher', 'mojo'),
];
const OTHER = 'other';

/** @param {Buffer} buffer @param {{fcp: number, firstFrame: number}} marks */
export function describe(buffer, { fcp, firstFrame }) {
  const { traceEvents } = JSON.parse(buffer.toString());
  const start = startOf(traceEvents);
  if (!start) return '  The trace has no navigation.';
  const main = traceEvents.filter((event) => event.pid === start.pid && event.tid === start.tid);
  const elsewhere = traceEvents.filter((event) => event.pid === start.pid && event.tid !== start.tid);
  const toFrame = start.ts + firstFrame * 1_000;
  const columns = [
    selfTimes(main, start.ts, toFrame),
    selfTimes(main, start.ts, Infinity),
    selfTimes(elsewhere, start.ts, Infinity),
  ];
  const known = [...new Set(sorts.map(([name]) => name)), OTHER];
  const names = known.filter((name) => columns.some((column) => column.has(name)));
  const row = (name, cells) => `  ${name.padEnd(28)}${cells.map((cell) => cell.padStart(16)).join('')}`;
  const ms = (time = 0) => `${Math.round(time / 1_000)} ms`;
  const total = (column) => [...column.values()].reduce((sum, time) => sum + time, 0);
  return [
    `  first paint ${Math.round(fcp)} ms, first frame ${Math.round(firstFrame)} ms; self time, slowed as the page was:`,
    row('', ['main, to frame', 'main, all', 'other threads']),
    ...names.map((name) => row(name, columns.map((column) => ms(column.get(name))))),
    row('together', columns.map((column) => ms(total(column)))),
    '  longest tasks of the main thread:',
    ...longest(main, start.ts),
  ].join('\n');
}

/** The page's own navigation: the last one, for the empty page has one too. */
function startOf(events) {
  const urlOf = ({ args }) => args?.data?.documentLoaderURL ?? '';
  return events.filter((event) => event.name === 'navigationStart' && urlOf(event).startsWith('http')).at(-1);
}

/** Time of each kind without what is nested in it; work that has no name of its own counts for its parent. */
function selfTimes(events, from, to) {
  const times = new Map();
  const add = (name, time) => times.set(name, (times.get(name) ?? 0) + time);
  for (const thread of byThread(events)) {
    const stack = [];
    const done = (event) => add(event.sort, Math.max(0, event.left));
    for (const { name, ts, dur } of inOrder(thread).filter(({ ts }) => ts >= from && ts < to)) {
      while (stack.length > 0 && stack.at(-1).end <= ts) done(stack.pop());
      const parent = stack.at(-1);
      const length = Math.min(dur, to - ts, parent ? parent.end - ts : Infinity);
      if (parent) parent.left -= length;
      stack.push({ sort: sortOf(name) ?? parent?.sort ?? OTHER, end: ts + length, left: length });
    }
    stack.forEach(done);
  }
  return times;
}

/** Whole events by their start, the outer before the inner ones. */
function inOrder(events) {
  return events.filter(({ ph, dur }) => ph === 'X' && dur > 0).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
}

function byThread(events) {
  const threads = new Map();
  for (const event of events) {
    const thread = threads.get(event.tid) ?? [];
    thread.push(event);
    threads.set(event.tid, thread);
  }
  return threads.values();
}

const sortOf = (name) => sorts.find(([, pattern]) => pattern.test(name))?.[0];

/** The longest tasks, and what they were spent on. */
function longest(main, from) {
  const tasks = [];
  let end = from;
  for (const event of inOrder(main)) {
    if (event.ts < end) continue;
    tasks.push(event);
    end = event.ts + event.dur;
  }
  return tasks
    .sort((a, b) => b.dur - a.dur)
    .slice(0, 8)
    .map(({ ts, dur }) => {
      const parts = [...selfTimes(main, ts, ts + dur)].sort(([, a], [, b]) => b - a).slice(0, 4);
      const words = parts.map(([name, time]) => `${name} ${Math.round(time / 1_000)}`).join(', ');
      const [at, length] = [(ts - from) / 1_000, dur / 1_000].map(Math.round);
      return `    at ${String(at).padStart(5)} ms: ${String(length).padStart(5)} ms   ${words}`;
    });
}
