// The script of the web worker. The build appends it to the glue code of wasm-bindgen, whose start
// function is `instantiate`, and inserts the URL and the hash of the module.
//
// A page without a worker imports the same file for `stripped` and `runInPage`.

let started;
// fetch() rejects alike for a wrong hash and for a network error. The second attempt bypasses the
// cache; its hash is compared too.
const fetchModule = (cache) => fetch(new URL("HOSO_JOBS_URL", import.meta.url), { integrity: "HOSO_JOBS_INTEGRITY", cache });
const start = () =>
  (started ??= (async () => {
    const response = await fetchModule("default").catch(() => fetchModule("reload"));
    if (!response.ok) throw response.status;
    await instantiate(response);
  })());

// Runs a job in the page, where the policy of the page allows no worker.
export const runInPage = async (message, post) => {
  await start();
  return run(message, post);
};

export const stripped = async (bytes) => {
  await start();
  return strip(bytes);
};

if (self.DedicatedWorkerGlobalScope && self instanceof DedicatedWorkerGlobalScope) {
  const post = (message, transfer) => self.postMessage(message, transfer);
  // Runs one job at a time: a cheap phone has no memory for two decoded photos.
  let queue = Promise.resolve();
  self.onmessage = ({ data }) => {
    // An exception here means a broken worker, not a bad file. Rethrowing it in a timer dispatches
    // an error event to the page.
    const crash = (error) => setTimeout(() => { throw error; });
    // A module that is gone, or there with another hash, is no crash: a newer version of the page was
    // deployed.
    const isOutdated = async () => {
      const { ok, status } = await fetch("HOSO_JOBS_URL", { method: "HEAD", cache: "no-store" });
      return status === 404 || status === 410 || (ok && !(await fetchModule("reload").catch(() => 0)));
    };
    const fail = async (error) => ((await isOutdated()) ? post({ id: data.id, error: "ui.outdated" }) : crash(error));
    queue = queue.then(() => start().then(() => run(data, post), fail)).catch(crash);
  };
}
