// Starts the program in this page, and steps in when it cannot run.
//
// The build appends this file to the glue of wasm-bindgen (whose start function is
// __wbg_init) and puts in the module's address and hash. Whole-line comments are dropped.
//
// The program is live when its start function has returned: by then it has taken over what
// was typed before. When it gives up, it sends the event `hoso-failed` to window.
// <html data-hoso-state> says starting, live or failed, for the style sheet and for tests.

const page = document.documentElement;
page.dataset.hosoState = "starting";

// The worker for photos and forms (crates/worker). Nothing of it is fetched before it is asked
// for; the program keeps it, ends it, and asks again when it has died.
const workerScript = "HOSO_WORKER_SCRIPT";
globalThis.hosoWorker = () => new Worker(workerScript, { type: "module" });
// Where no worker lives, a photo's metadata can still be taken out in the page itself.
hosoWorker.strip = async (bytes) => (await import(workerScript)).stripped(bytes);

// Leptos writes its static markup through template.innerHTML, which needs a policy under
// `require-trusted-types-for`. This one lets markup pass that holds nothing to run, and
// one address of a script: the worker's.
self.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => (url === workerScript ? url : null),
  createHTML: (html) => (/<\/?(script|iframe|object|embed|base|meta|link)|[\s"'\/]on[a-z]+\s*=|javascript:/i.test(html) ? null : html),
});

// Who presses the button before the program is there has pressed it: the first such press
// is done once it is. Until then no form goes anywhere, so nothing typed lands in an address.
let pressed;
const hold = (event) => {
  event.preventDefault();
  pressed ??= event;
};
addEventListener("submit", hold, true);

const live = () => {
  if (page.dataset.hosoState === "failed") return;
  page.dataset.hosoState = "live";
  removeEventListener("submit", hold, true);
  const form = pressed?.target;
  if (form?.isConnected) form.requestSubmit(pressed.submitter?.isConnected ? pressed.submitter : null);
};

// The fields stay as they are: what was typed can still be read and copied.
const fail = () => {
  if (page.dataset.hosoState === "failed") return;
  page.dataset.hosoState = "failed";
  addEventListener("submit", hold, true);
  for (const words of document.querySelectorAll("[data-hoso-fallback]")) {
    for (const button of words.querySelectorAll("[data-hoso-reload]")) {
      button.hidden = false;
      button.addEventListener("click", () => location.reload());
    }
    words.setAttribute("role", "alert");
    words.hidden = false;
    words.scrollIntoView?.();
  }
};
addEventListener("hoso-failed", fail);
const trapped = (problem) => self.WebAssembly && problem instanceof WebAssembly.RuntimeError && fail();
addEventListener("error", (event) => trapped(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason));

// A hash that does not fit and a line that broke look alike here; the second try goes past
// the cache, and is checked just the same.
const module = (cache) => fetch("HOSO_WASM_URL", { integrity: "HOSO_WASM_INTEGRITY", cache });
module("default")
  .catch(() => module("reload"))
  .then((answer) => (answer.ok ? __wbg_init({ module_or_path: answer }) : Promise.reject(answer.status)))
  // What the program queued while it started runs first: it sets the fields' values.
  .then(() => setTimeout(live))
  .catch((problem) => {
    console.error(problem);
    fail();
  });
