// The linear memory of WebAssembly isn't part of the JavaScript heap, and a leak there is a leak.
(() => {
  const bench = window.__bench;
  if (!bench) return;
  const memories = new Set();
  const keep = (exports) => {
    for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      keep((made.instance ?? made).exports);
      return made;
    };
  }
  bench.wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
})();
