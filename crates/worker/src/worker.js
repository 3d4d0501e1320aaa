// The shell of the web worker. The build appends it to the glue of wasm-bindgen (whose start
// function is __wbg_init) and puts in the module's address and hash.
//
// The same file can be imported by a page, for `strip` alone, when no worker lives.

let started;
// A hash that does not fit and a line that broke look alike; the second try goes past the cache.
const start = () =>
  (started ??= (async () => {
    const ask = (cache) => fetch("HOSO_JOBS_URL", { integrity: "HOSO_JOBS_INTEGRITY", cache });
    const answer = await ask("default").catch(() => ask("reload"));
    if (!answer.ok) throw answer.status;
    await __wbg_init({ module_or_path: answer });
  })());

export const stripped = async (bytes) => {
  await start();
  return strip(bytes);
};

if (self.DedicatedWorkerGlobalScope && self instanceof DedicatedWorkerGlobalScope) {
  const post = (message, handed) => self.postMessage(message, handed);
  // One job at a time: two decoded photos at once are more than a cheap phone has room for.
  let last = Promise.resolve();
  self.onmessage = ({ data }) => {
    // What throws here is not a bad file but a broken worker: the page hears an error event.
    last = last.then(start).then(() => run(data, post)).catch((problem) => setTimeout(() => { throw problem; }));
  };
}
