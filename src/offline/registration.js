// Registers the service worker, so that the pages open without the network, and offers a newer
// version of the page. src/loader.js imports this script once the app is live.
//
// The build inserts the sentences by language (crates/xtask/src/offline.rs).

const SENTENCES = HOSO_SENTENCES;
const page = document.documentElement;
const folder = new URL("./", import.meta.url).href;
const container = navigator.serviceWorker;

// Another deployment on this host may have a service worker for a folder above this one.
const ownRegistration = async () => {
  const registration = await container?.getRegistration(folder);
  return registration?.scope === folder ? registration : undefined;
};

// Loads the page again for files of it that are gone. Without its service worker the page comes from
// the server, in the newest version; the pages that are open keep theirs.
export const reload = async () => {
  try {
    const { ok } = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (ok) await (await ownRegistration())?.unregister();
  } catch {
    // Without a network the stored version is the only one.
  }
  location.reload();
};

// Activates the waiting version and loads the page again. First the wizards of the page save their
// drafts: each adds a promise to the event, of false if its draft can't be saved.
const update = async (registration) => {
  const saves = [];
  dispatchEvent(new CustomEvent("hoso-leave", { detail: saves }));
  if ((await Promise.all(saves)).includes(false)) return;
  if (registration.waiting) {
    const activated = new Promise((done) => container.addEventListener("controllerchange", done, { once: true }));
    registration.waiting.postMessage("activate");
    await activated;
  }
  location.reload();
};

const offerUpdate = (registration) => {
  // The first version of all waits for nothing.
  if (!registration.waiting || !container.controller || document.querySelector("[data-hoso-update]")) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  notice.dataset.hosoUpdate = "";
  const text = document.createElement("p");
  const button = document.createElement("button");
  button.className = "button button--secondary";
  button.type = "button";
  button.addEventListener("click", () => update(registration));
  notice.append(text, button);
  const write = () => {
    const sentences = SENTENCES[page.lang] ?? SENTENCES.vi;
    text.textContent = sentences.newer;
    button.textContent = sentences.reload;
  };
  document.querySelector("[data-hoso-page] .main").prepend(notice);
  // A screen reader announces what changes in a region that it knows.
  requestAnimationFrame(write);
  new MutationObserver(write).observe(page, { attributeFilter: ["lang"] });
};

const register = async () => {
  const { offline } = JSON.parse(document.getElementById("hoso-config").textContent);
  if (offline === false) {
    // The script of this deployment removes the service worker.
    await (await ownRegistration())?.update();
    return;
  }
  const script = new URL("service-worker.js", folder).href;
  const registration = await container.register(script, { scope: folder, updateViaCache: "none" });
  const follow = (worker) => worker?.addEventListener("statechange", () => offerUpdate(registration));
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  offerUpdate(registration);
};

// Pages of a portal, and pages in a frame, are none of ours. Who saves data gets no files in advance.
const isOwnPage = self === top && location.href.startsWith(folder) && document.querySelector("[data-hoso-page]:not([data-hoso-bare])");
if (container && isOwnPage && !navigator.connection?.saveData) {
  // Browsers deny storage, and a server may be unreachable: the page works without.
  const begin = () => register().catch(() => {});
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
