// Panels for forums, proven optimal, explained and verified. Every function runs in a worker.

export { ConvenerError, InternalError, Rejected, call } from "./ask.js";
export { close } from "./pool.js";
export * from "./verbs.js";
