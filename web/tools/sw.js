// The page without a network: its own files, and what was read last. `FILES` and `VERSION` are filled in by the build.
/* global self, caches, fetch, Response, URL */
const SHELL = `geocrop-shell-${VERSION}`;
const SEEN = "geocrop-seen";
const MOST_SEEN = 600;
/** Answers of the server that a map is made of; jobs and lists of them are asked anew while there is a network. */
const DATA =
  /^(jobs(\?|\/[^/]+$)|results\/[^/]+\/[\w.]+\.json|xyz\/|places$|models(\/[^/]+)?$|processes\/classify-crops$)/;
const IMMUTABLE = /^xyz\/.*\.png/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("geocrop-shell-") && name !== SHELL;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  if (isChangeOfUser(request.method, url.href.slice(scope.href.length))) {
    // What one user saw is not for the next.
    event.waitUntil(caches.delete(SEEN));
  }
  if (
    request.method !== "GET" ||
    url.origin !== scope.origin ||
    !url.pathname.startsWith(scope.pathname)
  ) {
    return;
  }
  const path = url.pathname.slice(scope.pathname.length);
  if (path === "" && request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (path.startsWith("assets/") && FILES.some((file) => file.endsWith(path))) {
    event.respondWith(
      caches.match(request, { cacheName: SHELL }).then((kept) => kept ?? fetch(request)),
    );
  } else if (DATA.test(path + url.search) && !url.searchParams.has("step")) {
    event.respondWith(seen(request, IMMUTABLE.test(path), event));
  }
});

/** Signing in and out. */
const isChangeOfUser = (method, path) =>
  path.startsWith("sign-in") || (method === "DELETE" && path === "session");

async function page(request) {
  try {
    const answer = await fetch(request);
    return answer.status < 500 ? answer : ((await shell()) ?? answer);
  } catch {
    return (await shell()) ?? Response.error();
  }
}

const shell = () => caches.match("./?f=html", { cacheName: SHELL });

/** From the network, and kept; what was kept if there is none. Whoever has to sign in again finds nothing here. */
async function seen(request, immutable, event) {
  const cache = await caches.open(SEEN);
  // Headers that say who asks are no part of the key: what is kept is cleared when nobody is known any more.
  const kept = () => cache.match(request, { ignoreVary: true });
  if (immutable) {
    const tile = await kept();
    if (tile) {
      return tile;
    }
  }
  try {
    const answer = await fetch(request);
    if (answer.status === 401 || answer.status === 403) {
      event.waitUntil(caches.delete(SEEN));
    } else if (answer.ok) {
      const copy = answer.clone();
      event.waitUntil(cache.put(request, copy).then(() => trim(cache)));
    }
    return answer;
  } catch {
    return (await kept()) ?? Response.error();
  }
}

async function trim(cache) {
  const keys = await cache.keys();
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - MOST_SEEN)).map((key) => cache.delete(key)),
  );
}
