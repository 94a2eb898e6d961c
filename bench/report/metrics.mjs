// Every figure that is reported: where it comes from and how it is written.

const kB = (bytes) => bytes / 1_000;
const at = (swipes, name) => (round) => round.samples[swipes]?.[name] ?? null;
const from200To1000 =
  (grow) =>
  ({ samples }) =>
    samples[200] && samples[1_000] ? grow(samples[200], samples[1_000]) : null;
const percentMore = (name) => from200To1000((early, late) => 100 * (late[name] / early[name] - 1));

const metric = (id, label, unit, pick, digits = 0) => ({ id, group: id.split('.')[0], label, unit, pick, digits });

const kind = (name) => metric(`startup.bytes.${name}`, `… ${name}`, 'kB', ({ bytes }) => kB(bytes[name]), 1);

const sampled = (swipes) => [
  metric(`long.heap.${swipes}`, `JavaScript heap after ${swipes} swipes`, 'MB', at(swipes, 'heapMB'), 2),
  metric(`long.wasm.${swipes}`, `WebAssembly memory after ${swipes}`, 'MB', at(swipes, 'wasmMB'), 2),
  metric(`long.nodes.${swipes}`, `nodes after ${swipes}`, '', at(swipes, 'nodes')),
  metric(`long.listeners.${swipes}`, `listeners after ${swipes}`, '', at(swipes, 'listeners')),
  metric(`long.videos.${swipes}`, `video elements after ${swipes}`, '', at(swipes, 'videos')),
];

export const metrics = [
  metric('startup.fcp', 'first contentful paint', 'ms', ({ fcp }) => fcp),
  metric('startup.lcp', 'largest contentful paint', 'ms', ({ lcp }) => lcp),
  metric('startup.firstFrame', 'first frame of the first film', 'ms', ({ firstFrame }) => firstFrame),
  metric('startup.firstSeen', 'first frame without a poster over it', 'ms', ({ firstSeen }) => firstSeen),
  metric('startup.standing', 'the application stands', 'ms', ({ standing }) => standing),
  metric('startup.blockedToFrame', 'blocking time to the first frame', 'ms', ({ blockedToFrame }) => blockedToFrame),
  metric('startup.blocked', 'total blocking time', 'ms', ({ blocked }) => blocked),
  metric('startup.codeToFrame', 'code and data to the first frame', 'kB', ({ codeToFrame }) => kB(codeToFrame), 1),
  ...['html', 'js', 'wasm', 'css', 'font', 'json', 'image', 'video'].map(kind),
  metric('startup.code', 'code and data until the application stands', 'kB', ({ code }) => kB(code), 1),

  metric('interact.answered', 'first answer to a finger', 'ms', ({ answered }) => answered),
  metric('interact.tapP50', 'tap to next paint, p50', 'ms', ({ tapP50 }) => tapP50),
  metric('interact.tapP95', 'tap to next paint, p95', 'ms', ({ tapP95 }) => tapP95),
  metric('interact.label', 'label → product, median', 'ms', ({ label }) => label),
  metric('interact.bag', 'open the bag, median', 'ms', ({ bag }) => bag),

  metric('swipe.p50', 'swipe to first frame, p50', 'ms', ({ p50 }) => p50),
  metric('swipe.p95', 'swipe to first frame, p95', 'ms', ({ p95 }) => p95),
  metric('swipe.touchP50', 'first touch to first frame, p50', 'ms', ({ touchP50 }) => touchP50),
  metric('swipe.missed', 'missed frames a swipe', '', ({ missed }) => missed, 1),
  metric('swipe.long', 'frames over 50 ms a swipe', '', ({ long }) => long, 1),
  metric('swipe.dropped', 'film frames dropped', '%', ({ dropped }) => dropped, 1),
  metric('swipe.never', 'swipes whose film never moved', '', ({ never }) => never),

  metric('waste.wasted', 'fetched and never shown', '%', ({ wasted }) => wasted, 1),
  metric('rebuffer.ratio', 'rebuffering at 3 Mbit/s', '%', ({ ratio }) => ratio, 2),
  metric('rebuffer.never', 'films left before they moved', '', ({ never }) => never),
  metric('rebuffer.stalls', 'stalls over 250 ms', '', ({ stalls }) => stalls),

  ...[30, 200, 1_000].flatMap(sampled),
  metric('long.nodesGrowth', 'nodes, 200 → 1,000 swipes', '%', percentMore('nodes'), 1),
  metric('long.listenersGrowth', 'listeners, 200 → 1,000', '%', percentMore('listeners'), 1),
  metric(
    'long.heapGrowth',
    'heap and WebAssembly memory, 200 → 1,000',
    'MB',
    from200To1000((early, late) => late.heapMB + late.wasmMB - early.heapMB - early.wasmMB),
    2,
  ),

  metric('players.failures', 'films that failed with 8 players allowed, of 200', '', ({ failures }) => failures),
];
