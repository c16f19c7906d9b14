// Refusals, progress, stopping, failures; the process goes on afterwards.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import * as convener from "convener";

const small = { version: 1, forum: "f", speakers: [{ id: "s1" }], panels: [{ id: "p1", seats: { moderator: 1 } }] };
const usable = async () => assert.equal((await convener.solve(small)).status, "optimal");
// At least minutes without a limit: whoever ends sooner was stopped.
const long = (await convener.call("generate", undefined, { name: "global", variant: "wishes", seed: 1 })).text;

test("a refusal carries its faults", async () => {
  await assert.rejects(convener.solve({ version: 1, forum: "f", speekers: [], panels: [] }), (error) => {
    assert(error instanceof convener.Rejected && error instanceof convener.ConvenerError);
    assert.equal(error.faults[0].hint, "did you mean `speakers`?");
    return true;
  });
});

test("an abort ends a solve at once", async () => {
  const stop = new AbortController();
  const heard = [];
  let stopped;
  const progress = (known) => {
    heard.push(known);
    stopped = performance.now();
    stop.abort();
  };
  await assert.rejects(convener.solve(long, { signal: stop.signal, progress }), { name: "AbortError" });
  assert(performance.now() - stopped < 1000 && heard.length === 1);
  assert.deepEqual(Object.keys(heard[0]), ["goal", "goals", "incumbent", "bound", "gap"]);
  await usable();
});

test("a signal that is aborted already starts nothing", async () => {
  await assert.rejects(convener.solve(small, { signal: AbortSignal.abort("enough") }), (reason) => reason === "enough");
  await usable();
});

test("what the callback throws ends the solve", async () => {
  const progress = () => {
    throw new RangeError("mine");
  };
  await assert.rejects(convener.solve(long, { progress }), RangeError);
  await usable();
});

test("a limit gives the best that is known", async () => {
  const started = performance.now();
  assert(["feasible", "unknown"].includes((await convener.solve(long, { time_limit: 2 })).status));
  assert(performance.now() - started < 10000);
});

test("the thread that asks stays free", async () => {
  let ticks = 0;
  const clock = setInterval(() => ticks++, 10);
  await convener.solve(long, { time_limit: 1 });
  clearInterval(clock);
  assert(ticks > 20, `${ticks} ticks`);
});

test("many calls at once", async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => convener.solve(small)));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
});

test("a failure inside the module is told, and other calls have modules of their own", async () => {
  const worker = new Worker(new URL("./failing.js", import.meta.url));
  const input = new TextEncoder().encode(JSON.stringify(small));
  const told = await new Promise((resolve, reject) => {
    worker.on("error", reject).on("message", resolve);
    worker.postMessage({ verb: "solve", input, options: '{"time_limit":60}', listens: false });
  });
  await worker.terminate();
  assert.match(told.failed, /the clock fails/);
  await usable();
});

test("malformed input for a bounded time", async () => {
  const rich = readFileSync(new URL("../../../tests/data/every-field.json", import.meta.url));
  const pieces = ["{", "}", '"', ",", "\\ud800", "1e999", "null", "\u00ff", "99999999999999999999"].map((piece) => Buffer.from(piece, "latin1"));
  let seed = 7;
  const below = (limit) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % limit;
  const until = performance.now() + 5000;
  let refused = 0;
  while (performance.now() < until) {
    const data = Buffer.from(rich);
    for (let i = 0; i < 3; i++) pieces[below(pieces.length)].copy(data, below(data.length));
    const { text, status } = await convener.call("audit", new Uint8Array(data.subarray(0, below(4) ? data.length : below(data.length))));
    assert([0, 1, 2].includes(status), text);
    assert.equal(JSON.parse(text).version, 1);
    refused += status === 2;
  }
  assert(refused > 50);
});

test("a process whose calls are done ends by itself", () => {
  const program = "import { policies } from 'convener'; await policies(); console.log('done');";
  const options = { cwd: new URL("..", import.meta.url), encoding: "utf8", timeout: 20000 };
  assert.equal(execFileSync(process.execPath, ["--input-type=module", "-e", program], options), "done\n");
});
