// Orders without a network: the page and the program of /orders, and nothing else.
//
// Pages come from the network first and from here only when there is none, or a server that answers 5xx. Files of the program
// have a hash in their names, so the kept ones are right. The API, films, pictures and requests for
// ranges never pass through here, and neither does the feed: the scope is /orders.
// `vitrine-backend serve --no-service-worker` serves a worker that removes this one.
"use strict";

const SHELL = "vitrine-shell-1";
const PAGE = "/orders";
/** How long the network has for a page before the kept one is shown, in milliseconds. */
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("vitrine-") && name !== SHELL).map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (isFile(url.pathname)) event.respondWith(file(request));
});

/** Files of the program and its fonts: not media, not the API. */
function isFile(path) {
  return !path.startsWith("/api/") && !path.startsWith("/media/") && /\.(css|js|wasm|woff2|svg|png|webmanifest)$/.test(path);
}

async function page(event) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  const fresh = async () => (await event.preloadResponse) ?? fetch(event.request);
  try {
    const answer = await Promise.race([fresh(), late]);
    if (answer.ok) event.waitUntil(keepShell(answer.clone()));
    // A server that can't answer is no better than none: the kept page says as of when it tells.
    if (answer.status >= 500) return (await kept()) ?? answer;
    return answer;
  } catch {
    return (await kept()) ?? fetch(event.request);
  }
}

async function kept() {
  return (await caches.open(SHELL)).match(PAGE);
}

async function file(request) {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

/** Keeps the page and every file it names; files that no page names any more go. */
async function keepShell(answer) {
  const cache = await caches.open(SHELL);
  const fresh = answer ?? (await fetch(PAGE, { cache: "no-cache" }));
  if (!fresh.ok) return;
  const html = await fresh.clone().text();
  // In quotes, as attributes and the loading script have them; not what a comment speaks of.
  const quoted = html.matchAll(/["'](\/[\w./-]+\.(?:css|js|wasm|woff2|svg|png|webmanifest))["']/g);
  const named = new Set([...quoted].map(([, name]) => name));
  for (const sheet of [...named].filter((name) => name.endsWith(".css"))) {
    const text = await (await fetchKept(cache, sheet)).clone().text();
    for (const font of text.match(/\/[\w./-]+\.woff2/g) ?? []) named.add(font);
  }
  await Promise.all([...named].map((name) => fetchKept(cache, name)));
  // Last, so that a page is never kept without its files.
  await cache.put(PAGE, fresh);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== PAGE && !named.has(pathname)) await cache.delete(request);
  }
}

async function fetchKept(cache, name) {
  const kept = await cache.match(name, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  await cache.put(name, answer.clone());
  return answer;
}

// A message of an order leads to its page.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data ?? PAGE, self.location.origin).href;
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((client) => client.url.split("#")[0] === url);
    return there ? there.focus() : self.clients.openWindow(url);
  };
  event.waitUntil(open());
});
