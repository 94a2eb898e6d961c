// Swipes: which slide is the current one, when its film moves, and the frames in between.
(() => {
  const bench = window.__bench;
  if (!bench) return;
  const COMMITTED = 0.6;
  const LATE_MS = 5_000;
  const feed = { current: null, swipes: [], refused: [], mediaErrors: [] };
  bench.feed = feed;
  let open = null;

  const byShare = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, time } of entries) {
        if (intersectionRatio >= COMMITTED) commit(target, time);
      }
    },
    { threshold: COMMITTED },
  );
  const observed = new WeakSet();
  new MutationObserver(() => {
    for (const slide of document.querySelectorAll('.slide[data-index]')) {
      if (observed.has(slide)) continue;
      observed.add(slide);
      byShare.observe(slide);
    }
  }).observe(document, { childList: true, subtree: true });

  function commit(slide, time) {
    const index = Number(slide.dataset.index);
    if (index === feed.current) return;
    feed.current = index;
    bench.onCommit?.(index, time);
    if (!open) return;
    // A flick may run on to a further film; then only that one counts.
    Object.assign(open, { index, committed: time, frame: null, commits: open.commits + 1 });
    waitForFrame(slide, open);
  }

  /** The film may be put into the slide later, and moved or loaded again before it plays. */
  function waitForFrame(slide, swipe) {
    const { index } = swipe;
    const asked = new WeakSet();
    const look = () => {
      if (swipe.frame !== null || feed.current !== index) return;
      if (performance.now() - swipe.committed > LATE_MS) return;
      for (const video of slide.querySelectorAll('video')) {
        if (!asked.has(video)) ask(video);
      }
      requestAnimationFrame(look);
    };
    const ask = (video) => {
      asked.add(video);
      video.requestVideoFrameCallback(() => {
        asked.delete(video);
        if (swipe.index !== index || swipe.frame !== null || video.paused || !slide.contains(video)) return;
        // When the page could react to it; the frame's own time may be before a busy thread's turn.
        swipe.frame = performance.now();
      });
    };
    look();
  }

  /** Begins a swipe; frames are counted from the first touch. */
  bench.openSwipe = () => {
    open = { index: null, committed: null, frame: null, touched: null, commits: 0, frames: [] };
    feed.swipes.push(open);
  };
  addEventListener(
    'touchstart',
    () => {
      const swipe = open;
      if (!swipe || swipe.touched !== null) return;
      swipe.touched = performance.now();
      const count = (now) => {
        swipe.frames.push(now);
        if (now - swipe.touched < 1_000) requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    },
    { capture: true, passive: true },
  );

  // A touch during the snap stops it half-way, and the next one may then go nowhere.
  feed.moving = false;
  addEventListener('scroll', () => (feed.moving = true), { capture: true, passive: true });
  addEventListener('scrollend', () => (feed.moving = false), { capture: true, passive: true });

  /** Frames dropped by the film on the screen since it was loaded. */
  bench.dropped = () => {
    const video = [...document.querySelectorAll('video')].find((one) => !one.paused && bench.isOnScreen(one));
    const { droppedVideoFrames: dropped = 0, totalVideoFrames: total = 0 } = video?.getVideoPlaybackQuality() ?? {};
    return { dropped, total };
  };

  // An abort says that a pause or a load came in between: that is no failure.
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    const playing = play.call(this);
    playing.catch((error) => {
      if (error.name !== 'AbortError') feed.refused.push(`${error.name}: ${error.message}`);
    });
    return playing;
  };
  const onError = ({ target }) => {
    if (target instanceof HTMLMediaElement && target.error) feed.mediaErrors.push(target.error.message);
  };
  addEventListener('error', onError, true);
})();
