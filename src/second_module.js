// Fetches the second half of the program when the first asks for it, and tells it whether it
// came. The build puts this in the place of what the splitting tool imports, with the address
// and the hash of the second half. Nothing of it runs before its bytes were compared.
const HOSO_SECOND_MODULE = {
  __wasm_split_load_second: async (callback, data) => {
    let here = false;
    try {
      const ask = (cache) => fetch("HOSO_SECOND_MODULE_URL", { integrity: "HOSO_SECOND_MODULE_INTEGRITY", cache });
      const answer = await ask("default").catch(() => ask("reload"));
      if (!answer.ok) throw answer.status;
      const module = await WebAssembly.compileStreaming(answer);
      // What it names is exported by the first half; a build for debugging also wants a number that tells the halves belong together.
      const shared = {};
      for (const { name } of WebAssembly.Module.imports(module)) shared[name] = wasm[name] ?? ~0xdead;
      await WebAssembly.instantiate(module, { __wasm_split: shared });
      here = true;
    } catch (problem) {
      console.error(problem);
    }
    wasm.__indirect_function_table.get(callback)(data, here);
  },
};
