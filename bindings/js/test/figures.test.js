// Memory over a thousand solves, size, and the time of a global forum against the program's own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as convener from "convener";

const megabytes = (bytes) => (bytes / 1e6).toFixed(2);

test("the module is below 1 MB, gzipped", () => {
  const module = readFileSync(new URL("../wasm/convener_bg.wasm", import.meta.url));
  const size = gzipSync(module, { level: 9 }).length;
  console.log(`module: ${megabytes(module.length)} MB, gzipped ${megabytes(size)} MB`);
  assert(size < 1e6);
});

test("a thousand solves leave nothing behind", async () => {
  const forum = readFileSync(new URL("../../../examples/data/igf-peru-2017.json", import.meta.url));
  const solves = async (many) => {
    for (let i = 0; i < many; i++) await convener.solve(forum, { progress: () => {} });
    globalThis.gc?.();
    return process.memoryUsage().rss;
  };
  const before = await solves(200);
  const after = await solves(1000);
  console.log(`1,000 solves: ${megabytes(before)} MB before, ${megabytes(after - before)} MB more after`);
  // One lost answer of 11 kB a solve would be 11 MB; the rest is room that the engine keeps.
  assert(after - before < 10e6);
});

test("a global forum takes at most three times as long as natively", async () => {
  const { text } = await convener.call("generate", undefined, { name: "global", seed: 1 });
  const least = async (run) => {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const before = process.cpuUsage();
      const other = await run();
      const used = process.cpuUsage(before);
      times.push(other ?? (used.user + used.system) / 1e6);
    }
    return Math.min(...times);
  };
  // Seconds of processor, which a busy machine doesn't stretch.
  const here = await least(async () => assert.equal((await convener.solve(text)).status, "optimal") ?? undefined);
  const timed = 'import resource,subprocess,sys;subprocess.run([sys.argv[1],"solve"],stdin=sys.stdin,stdout=subprocess.DEVNULL);u=resource.getrusage(resource.RUSAGE_CHILDREN);print(u.ru_utime+u.ru_stime)';
  const native = await least(async () =>
    Number(spawnSync("python3", ["-c", timed, process.env.CONVENER], { input: text, encoding: "utf8" }).stdout),
  );
  console.log(`global: ${here.toFixed(2)} s, natively ${native.toFixed(2)} s: ${(here / native).toFixed(2)} times`);
  assert(native > 0 && here < 3 * native);
});
