// Serves the pages of one build, and their files, without the network.
//
// The first lines were written by the build and by `hoso configure`: BUILD is a hash of FILES, which
// maps each path below this script to the hash of its content. Requests for anything else, above all
// for the API, are left to the browser.

const PREFIX = `hoso ${registration.scope} `;
const CACHE = PREFIX + BUILD;
// The key of the windows that an earlier build has opened, in the cache of this one.
const EARLIER = `${registration.scope}earlier-windows`;
const hashes = new Map(Object.entries(FILES).map(([path, hash]) => [new URL(path, registration.scope).href, hash]));

// Stores every file of the build, or none is served: the hashes refuse the files of another build,
// which a server may hold while it is being deployed. A second attempt goes on where the first ended.
const install = async () => {
  const cache = await caches.open(CACHE);
  const stored = new Set((await cache.keys()).map((request) => request.url));
  // One after another, so that the page's own requests go first on a slow line.
  for (const [url, integrity] of hashes) {
    if (stored.has(url)) continue;
    const load = (mode) => fetch(url, { integrity, cache: mode, priority: "low" });
    const response = await load(url.endsWith("/") ? "no-cache" : "default").catch(() => load("reload"));
    if (!response.ok || response.redirected) throw new Error(`${url}: ${response.status}`);
    await cache.put(url, response);
  }
};

const windowIds = async () => {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.map((client) => client.id);
};

// Deletes the files of earlier builds once no window of theirs is open.
const removeEarlier = async () => {
  const cache = await caches.open(CACHE);
  const earlier = await (await cache.match(EARLIER))?.json();
  if (!earlier) return;
  const open = await windowIds();
  if (earlier.windows.some((id) => open.includes(id))) return;
  await Promise.all(earlier.caches.map((name) => caches.delete(name)));
  await cache.delete(EARLIER);
};

const activate = async () => {
  // The build that ran until now may have deleted this cache as one of an earlier build, when the
  // server went back to this one.
  await install().catch(() => {});
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const earlier = { windows: await windowIds(), caches: names };
  await (await caches.open(CACHE)).put(EARLIER, new Response(JSON.stringify(earlier)));
  await removeEarlier();
  await clients.claim();
};

// Serves a file of this build. The name of a file holds a hash, so a file that the browser has lost may
// come from the network.
const serve = async (request, url) => {
  const stored = await (await caches.open(CACHE)).match(url, { ignoreVary: true });
  if (stored) return stored;
  const response = await fetch(request);
  // The build is gone, here and there: from now on the pages come from the server.
  if (response.status === 404 || response.status === 410) await registration.unregister();
  return response;
};

// Serves a file that a window of an earlier build asks for.
const serveEarlier = async (request) => (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
// The person has chosen the new version (src/offline/registration.js).
addEventListener("message", (event) => event.data === "activate" && skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  const isPage = request.mode === "navigate";
  if (isPage) {
    url.search = "";
    url.hash = "";
    event.waitUntil(removeEarlier());
  }
  if (hashes.has(url.href)) event.respondWith(serve(request, url.href));
  else if (!isPage && HASHED.some((start) => url.href.startsWith(registration.scope + start))) event.respondWith(serveEarlier(request));
});
