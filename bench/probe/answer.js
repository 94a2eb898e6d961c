// When the page answers a finger: the first answer at all, and how long each one takes.
(() => {
  const bench = window.__bench;
  if (!bench) return;
  const answer = { first: null, taps: [], interactions: {}, lastUp: null, seen: null };
  bench.answer = answer;

  const state = new WeakMap();
  const check = () => {
    for (const button of document.querySelectorAll('button[data-kind="sound"]')) {
      const pressed = button.getAttribute('aria-pressed');
      const before = state.get(button);
      state.set(button, pressed);
      // The button's first state isn't an answer; only a change after a touch is.
      if (before === undefined || before === pressed || answer.lastUp === null || answer.first !== null) continue;
      answer.first = 0;
      // What somebody sees: the frame in which the change is drawn.
      requestAnimationFrame(() => setTimeout(() => (answer.first = performance.now())));
    }
  };
  new MutationObserver(check).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-pressed'],
  });

  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (!interactionId) continue;
      answer.interactions[interactionId] = Math.max(answer.interactions[interactionId] ?? 0, duration);
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });

  addEventListener('pointerup', (event) => (answer.lastUp = event.timeStamp), { capture: true, passive: true });

  /** Measures from the next touch to the first frame in which all of it can be seen, with words in it. */
  bench.awaitSeen = (selectors) => {
    answer.seen = null;
    answer.lastUp = null;
    const end = performance.now() + 10_000;
    const hasWords = (element) => element.textContent.trim() !== '' && bench.isSeen(element);
    const isThere = (selector) => [...document.querySelectorAll(selector)].some(hasWords);
    const look = () => {
      const up = answer.lastUp;
      // This frame is drawn after the callbacks: its end is when it can be seen.
      if (up !== null && selectors.every(isThere)) setTimeout(() => (answer.seen = performance.now() - up));
      else if (performance.now() < end) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
})();
