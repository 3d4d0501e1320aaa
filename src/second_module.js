// Fetches the second module when the first module requests it, and reports whether it was loaded.
// The build replaces the import of the splitting tool by this object, and inserts the URL and the
// hash of the module. The browser compares the hash before any of its code runs.
let secondModuleIsGone = false;
const HOSO_SECOND_MODULE = {
  __wasm_split_load_second: async (callback, data) => {
    let loaded = false;
    const fetchModule = (cache) => fetch(new URL("HOSO_SECOND_MODULE_URL", import.meta.url), { integrity: "HOSO_SECOND_MODULE_INTEGRITY", cache });
    try {
      const response = await fetchModule("default").catch(() => fetchModule("reload"));
      if (!response.ok) throw response.status;
      const module = await WebAssembly.compileStreaming(response);
      // Its imports are exports of the first module. A debug build also imports a number by which the
      // tool checks that both modules are of one build.
      const imports = {};
      for (const { name } of WebAssembly.Module.imports(module)) imports[name] = wasm[name] ?? ~0xdead;
      await WebAssembly.instantiate(module, { __wasm_split: imports });
      loaded = true;
    } catch (error) {
      console.error(error);
      // fetch() rejects a response with another hash without its status. A module that is there and is
      // rejected once more is that of another version.
      const head = await fetch(new URL("HOSO_SECOND_MODULE_URL", import.meta.url), { method: "HEAD", cache: "no-store" }).catch(() => 0);
      secondModuleIsGone =
        head.status === 404 || head.status === 410 || (head.ok && !(await fetchModule("reload").catch(() => 0)));
    }
    wasm.__indirect_function_table.get(callback)(data, loaded);
    // Loads the newer version of a page of ours, once. The answers of the first step are in local storage
    // by now; where storage is denied, this throws, and the page offers a button.
    if (secondModuleIsGone && hosoHost.config() && sessionStorage.hosoGone !== import.meta.url) {
      sessionStorage.hosoGone = import.meta.url;
      hosoHost.reload();
    }
  },
};
