// The worker: one verb at a time, called by messages from index.js.

import init, { call, initSync } from "../wasm/convener.js";

const inBrowser = typeof WorkerGlobalScope !== "undefined";

async function start() {
  if (inBrowser) return init();
  const { readFile } = await import("node:fs/promises");
  return initSync({ module: await readFile(new URL("../wasm/convener_bg.wasm", import.meta.url)) });
}

const ready = start();

async function answer({ verb, input, options, listens }, post) {
  try {
    await ready;
    const listener = listens ? (known) => post({ progress: known }) : undefined;
    const reply = call(verb, input, options, listener);
    post({ status: reply.status, text: reply.text });
    reply.free();
  } catch (error) {
    // A trap leaves the module in no known state; whoever hears this ends the worker.
    post({ failed: String(error) });
  }
}

if (inBrowser) {
  self.onmessage = ({ data }) => answer(data, (message) => self.postMessage(message));
} else {
  const { parentPort } = await import("node:worker_threads");
  parentPort.on("message", (data) => answer(data, (message) => parentPort.postMessage(message)));
}
