// A worker whose clock fails, so that the module is left in the middle of a call.

performance.now = () => {
  throw new Error("the clock fails");
};
await import("../lib/worker.js");
