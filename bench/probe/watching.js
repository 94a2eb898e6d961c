// What of each film was really shown, and how long it stood still.
(() => {
  const bench = window.__bench;
  if (!bench) return;
  /** A film's parts of a quarter of a second that were on the screen. */
  const PART_S = 0.25;
  const watching = { films: {}, visits: [] };
  bench.watching = watching;
  let visit = null;

  bench.onCommit = (index, at) => {
    close(at);
    visit = { index, committed: at, firstFrame: null, left: null, stalls: [] };
    watching.visits.push(visit);
  };
  const close = (at) => {
    if (!visit) return;
    endStall(visit, at);
    visit.left = at;
    visit = null;
  };
  bench.stopWatching = () => close(performance.now());

  const endStall = (visit, at) => {
    const last = visit.stalls.at(-1);
    if (last && last[1] === null) last[1] = at;
  };
  const isCurrent = (video) => visit && video.closest('.slide[data-index]')?.dataset.index === String(visit.index);

  bench.eachVideo((video) => {
    const frame = (now, { mediaTime }) => {
      if (isCurrent(video) && !video.paused) {
        visit.firstFrame ??= now;
        endStall(visit, now);
        const path = new URL(video.currentSrc).pathname;
        const film = (watching.films[path] ??= { duration: video.duration, parts: {} });
        film.parts[Math.floor(mediaTime / PART_S)] = true;
      }
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
    video.addEventListener('waiting', () => {
      if (isCurrent(video) && visit.firstFrame !== null) visit.stalls.push([performance.now(), null]);
    });
  });

  /** Share of each film that was shown at least once. */
  bench.shown = () =>
    Object.fromEntries(
      Object.entries(watching.films).map(([path, { duration, parts }]) => {
        return [path, Math.min(1, (Object.keys(parts).length * PART_S) / duration)];
      }),
    );
})();
