// Starts the app in this page, and shows the fallback if it cannot run.
//
// The build appends this file to the glue code of wasm-bindgen, whose start function is
// `instantiate`, and inserts the URL and the hash of the module. Whole-line comments are removed.
//
// The app is live when its start function has returned and it has applied the input from before
// hydration.
// <html data-hoso-state> is "starting", "live" or "failed", for the style sheet and for tests.

const page = document.documentElement;
page.dataset.hosoState = "starting";

// The script of the worker for photos and forms (crates/worker). It is not fetched before the first
// job. The app owns the worker, terminates it, and creates another after a crash.
const workerScript = new URL("HOSO_WORKER_SCRIPT", import.meta.url).href;

// The script that makes the page work without the network (src/offline). The first load does not
// wait for it.
const importOffline = () => import("./HOSO_OFFLINE_SCRIPT");
const serviceWorker = new URL("service-worker.js", import.meta.url).href;

// Leptos sets its static markup with template.innerHTML, which needs a policy under
// `require-trusted-types-for`. This policy accepts markup without executable content, and two
// script URLs: those of the worker and of the service worker.
self.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => (url === workerScript || url === serviceWorker ? url : null),
  createHTML: (html) => (/<\/?(script|iframe|object|embed|base|meta|link)|[\s"'\/]on[a-z]+\s*=|javascript:/i.test(html) ? null : html),
});

// Holds the first submit until the app is live, and repeats it then. Until then no form of the app is
// submitted by the browser, so that no answer ends up in a URL. The page's other forms are not held.
let heldSubmit;
const holdSubmit = (event) => {
  if (!event.target.closest("[data-hoso]")) return;
  event.preventDefault();
  heldSubmit ??= event;
  page.dataset.hosoHeld = "";
};
addEventListener("submit", holdSubmit, true);

const markLive = () => {
  if (page.dataset.hosoState === "failed") return;
  page.dataset.hosoState = "live";
  removeEventListener("submit", holdSubmit, true);
  delete page.dataset.hosoHeld;
  const form = heldSubmit?.target;
  // The page works without it.
  importOffline().catch(() => {});
  if (form?.isConnected) form.requestSubmit(heldSubmit.submitter?.isConnected ? heldSubmit.submitter : null);
};

// Shows the fallback. The fields are left unchanged, so that their text can be read and copied.
const showFallback = () => {
  if (page.dataset.hosoState === "failed") return;
  page.dataset.hosoState = "failed";
  addEventListener("submit", holdSubmit, true);
  for (const fallback of document.querySelectorAll("[data-hoso-fallback]")) {
    document.querySelector("[data-hoso-page] .page-header")?.after(fallback);
    fallback.setAttribute("role", "alert");
    fallback.hidden = false;
    fallback.scrollIntoView?.();
  }
};
addEventListener("hoso-failed", showFallback);
// What the app calls (src/loader.rs).
hosoHost = {
  config: () => document.getElementById("hoso-config")?.textContent ?? "",
  folder: () => new URL("./", import.meta.url).href,
  fail: showFallback,
  open: (prefix, code, url) => location.assign(url),
  // A page of a newer version, if there is one.
  reload: () => importOffline().then((offline) => offline.reload(), () => location.reload()),
  isSecondModuleGone: () => secondModuleIsGone,
  workerScript: () => workerScript,
  checkWorkerScript: async () => !!(await fetchFile(workerScript, "HOSO_WORKER_INTEGRITY")),
  fetchText,
  worker: () => new Worker(workerScript, { type: "module" }),
  // Without a worker the metadata of a photo can still be removed in the page itself.
  strip: async (bytes) => (await import(workerScript)).stripped(bytes),
  camera: () => import(workerScript),
};
// A WebAssembly trap leaves the app in an unknown state, so the fallback is shown.
const onTrap = (error) => self.WebAssembly && error instanceof WebAssembly.RuntimeError && showFallback();
addEventListener("error", (event) => onTrap(event.error));
addEventListener("unhandledrejection", (event) => onTrap(event.reason));

// In a frame, tells the page around it what happens here.
if (self !== top) import("./HOSO_FRAME_SCRIPT");

// fetch() rejects alike for a wrong hash and for a network error. The second attempt bypasses the
// cache; its hash is compared too.
const fetchModule = (cache) => fetch(new URL("HOSO_WASM_URL", import.meta.url), { integrity: "HOSO_WASM_INTEGRITY", cache });
fetchModule("default")
  .catch(() => fetchModule("reload"))
  .then((response) => (response.ok ? instantiate(response) : Promise.reject(response.status)))
  // Runs after the tasks that the app queued during its start: they set the values of the fields.
  .then(() => setTimeout(markLive))
  .catch((error) => {
    console.error(error);
    showFallback();
  });
