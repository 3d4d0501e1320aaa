// Starts the app for the forms in a portal's page. The form `<hoso-form>` (element.js) imports it.
//
// The build appends this file to the glue code of wasm-bindgen, as it does with src/loader.js for a
// page of ours. It touches nothing of the portal's page: no global name, no default policy of Trusted
// Types, no attribute of <html>.

// Creates the worker for photos and official forms. A worker of another origin is refused by every
// browser, so the script of the worker is imported by a blob. Where the portal's policy refuses that
// too (`worker-src` without `blob:`, Trusted Types), its jobs run in the page.
const workerScript = new URL("HOSO_WORKER_SCRIPT", import.meta.url).href;

const runInPage = async (facade, message) => {
  try {
    const worker = await import(workerScript);
    await worker.runInPage(message, (data) => facade.onmessage && facade.onmessage({ data }));
  } catch {
    if (facade.onerror) facade.onerror();
  }
};

// The policy `hoso-form` accepts one kind of URL, a blob's. A portal that requires Trusted Types may
// allow it; no default policy is created or asked.
let policy;
const trustedUrl = (url) => {
  if (!self.trustedTypes) return url;
  policy ??= trustedTypes.createPolicy("hoso-form", { createScriptURL: (blob) => (blob.startsWith("blob:") ? blob : null) });
  return policy.createScriptURL(url);
};

const createWorker = () => {
  // What the app uses of a Worker.
  const facade = { onmessage: null, onerror: null, postMessage: null, terminate: null };
  const waiting = [];
  let queue = Promise.resolve();
  const usePage = () => {
    // One job at a time: a cheap phone has no memory for two decoded photos.
    facade.postMessage = (message) => { queue = queue.then(() => runInPage(facade, message)); };
    facade.terminate = () => { facade.onmessage = null; };
    waiting.splice(0).forEach(facade.postMessage);
  };
  facade.postMessage = (message) => { waiting.push(message); };
  try {
    const text = `import ${JSON.stringify(workerScript)};postMessage("ready");`;
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const worker = new Worker(trustedUrl(url), { type: "module" });
    facade.terminate = () => worker.terminate();
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      URL.revokeObjectURL(url);
      usePage();
    };
    // The first message says that the script has been loaded.
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      worker.onmessage = (event) => facade.onmessage && facade.onmessage(event);
      worker.onerror = () => facade.onerror && facade.onerror();
      facade.postMessage = (message) => worker.postMessage(message);
      waiting.splice(0).forEach(facade.postMessage);
    };
  } catch {
    usePage();
  }
  return facade;
};

// Instantiates the module. `onFailure` is called if the app can no longer run, `onOpen` with the
// prefix of a form and the code of the procedure that takes its place.
hosoStart = async (response, onFailure, onOpen) => {
  hosoHost = {
    config: () => undefined,
    folder: () => new URL("./", import.meta.url).href,
    fail: onFailure,
    open: onOpen,
    reload: () => location.reload(),
    isSecondModuleGone: () => secondModuleIsGone,
    workerScript: () => workerScript,
    checkWorkerScript: async () => !!(await fetchFile(workerScript, "HOSO_WORKER_INTEGRITY")),
    fetchText,
    worker: createWorker,
    strip: async (bytes) => (await import(workerScript)).stripped(bytes),
    camera: () => import(workerScript),
  };
  await instantiate(response);
  return mountForm;
};
