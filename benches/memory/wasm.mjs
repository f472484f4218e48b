// What the WebAssembly holds: its memory in bytes, and the places in its table of JavaScript's values.

/** @param {() => Promise<WebAssembly.Exports>} load the glue's own: once loaded, it gives what is there */
export async function inWasm(load) {
  const { memory, __wbindgen_externrefs: values } = await load();
  return { wasm: memory.buffer.byteLength, values: values?.length ?? 0 };
}
