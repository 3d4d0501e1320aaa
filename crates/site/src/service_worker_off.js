// Removes the service worker of an earlier build, and what it has stored: `offline` is false in
// deployment.json. Pages that are open ask the server from now on.

const PREFIX = `hoso ${registration.scope} `;

const remove = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX)) await caches.delete(name);
  }
  await registration.unregister();
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(remove()));
