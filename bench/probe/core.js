// Runs in the page before any of its own scripts: what every measurement needs.
(() => {
  if (window !== window.top || location.protocol === 'about:') return;
  const watchers = new Set();
  const seen = new WeakSet();

  /** Calls back for every video element that comes into the document, now and later. */
  const eachVideo = (tell) => {
    watchers.add(tell);
    for (const video of document.querySelectorAll('video')) tell(video);
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) {
      if (seen.has(video)) continue;
      seen.add(video);
      for (const tell of watchers) tell(video);
    }
  }).observe(document, { childList: true, subtree: true });

  const isOnScreen = (element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return element.isConnected && right > left && x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  };

  const isSeen = (element) =>
    isOnScreen(element) && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const middle = (element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  };

  /** The middle of the first element that a finger would reach, or null. */
  const place = (selector) => {
    const reached = (element) => {
      const { x, y } = middle(element);
      return !element.disabled && isSeen(element) && element.contains(document.elementFromPoint(x, y));
    };
    const element = [...document.querySelectorAll(selector)].find(reached);
    return element ? middle(element) : null;
  };

  window.__bench = { eachVideo, isOnScreen, isSeen, place };
})();
