// Workers: each runs one call at a time; one that is done waits for the next call, one that was stopped is gone.

const idle = [];
/** Workers that wait for work; more than these end when they are done. */
const KEPT = 2;

/** A worker with the same face in browsers and in Node. */
async function spawned() {
  if (typeof Worker === "function") {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    return {
      post: (message) => worker.postMessage(message),
      listen(heard, failed) {
        worker.onmessage = ({ data }) => heard(data);
        worker.onerror = (event) => failed(event.message || "the worker can't be started");
      },
      end: () => worker.terminate(),
      hold() {},
      release() {},
    };
  }
  const threads = await import("node:worker_threads");
  // What Node itself was started with, such as `--eval`, is not for workers.
  const worker = new threads.Worker(new URL("./worker.js", import.meta.url), { execArgv: [] });
  return {
    post: (message) => worker.postMessage(message),
    listen(heard, failed) {
      worker.removeAllListeners();
      worker.on("message", heard);
      worker.on("error", (error) => failed(String(error)));
    },
    end: () => worker.terminate(),
    // A worker that waits keeps no process alive.
    hold: () => worker.ref(),
    release: () => worker.unref(),
  };
}

/** The module or its worker failed, which no input may cause. */
export class Failure extends Error {}

/** Calls a verb in a worker: its text and status, or the reason of `signal`, or a `Failure`. */
export async function run(request, progress, signal) {
  signal?.throwIfAborted();
  const worker = idle.pop() ?? (await spawned());
  if (signal?.aborted) {
    keep(worker);
    throw signal.reason;
  }
  worker.hold();
  return new Promise((resolve, reject) => {
    let stopped;
    const finish = (settle, value) => {
      signal?.removeEventListener("abort", stopped);
      settle(value);
    };
    const fail = (reason) => {
      worker.end();
      finish(reject, reason);
    };
    stopped = () => fail(signal.reason);
    signal?.addEventListener("abort", stopped, { once: true });
    worker.listen(
      (message) => {
        if (message.progress !== undefined) {
          try {
            progress?.(JSON.parse(message.progress));
          } catch (error) {
            fail(error);
          }
        } else if (message.failed !== undefined) {
          fail(new Failure(message.failed));
        } else {
          keep(worker);
          finish(resolve, message);
        }
      },
      (message) => fail(new Failure(message)),
    );
    worker.post({ ...request, listens: progress !== undefined });
  });
}

function keep(worker) {
  worker.release();
  if (idle.length < KEPT) idle.push(worker);
  else worker.end();
}

/** Ends every worker that waits. */
export function close() {
  while (idle.length > 0) idle.pop().end();
}
