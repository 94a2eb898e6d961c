// First frame, paints and long tasks of a start.
(() => {
  const bench = window.__bench;
  if (!bench) return;
  const start = { firstFrame: null, firstSeen: null, fcp: null, lcp: null, lcpElement: '', longTasks: [] };
  bench.start = start;

  const watch = (type, take) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  };
  watch('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') start.fcp = entry.startTime;
  });
  watch('largest-contentful-paint', (entry) => {
    start.lcp = entry.startTime;
    start.lcpElement = entry.element?.tagName ?? '';
  });
  watch('longtask', (entry) => start.longTasks.push([entry.startTime, entry.duration]));

  /** Whether a picture still lies over the film. A poster must be hidden, not only lie below. */
  const isCovered = (video) => {
    const film = video.getBoundingClientRect();
    return [...document.images].some((image) => {
      const { width, height, top } = image.getBoundingClientRect();
      const large = width * height > (film.width * film.height) / 2;
      return large && top < film.bottom && bench.isSeen(image);
    });
  };
  const uncover = (video) => {
    requestAnimationFrame(() => {
      if (isCovered(video)) uncover(video);
      else start.firstSeen = performance.now();
    });
  };
  bench.eachVideo((video) => {
    const ask = () =>
      video.requestVideoFrameCallback((_, { presentedFrames }) => {
        if (start.firstFrame !== null) return;
        // Decoded ahead in an element nobody sees is no first frame, and neither is a paused one.
        if (presentedFrames < 1 || video.paused || !bench.isOnScreen(video)) return ask();
        start.firstFrame = performance.now();
        uncover(video);
      });
    ask();
  });
})();
