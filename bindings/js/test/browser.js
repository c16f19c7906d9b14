// The same package in headless Chromium: the contract, progress and abort, on a page served from here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  try {
    const body = path === "/" ? "<!doctype html><title>convener</title>" : readFileSync(join(root, path));
    response.writeHead(200, { "content-type": types[extname(path) || ".html"] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const cases = JSON.parse(readFileSync(process.env.CONVENER_CONTRACT, "utf8"));
  const replies = await page.evaluate(async (cases) => {
    const convener = await import("/lib/index.js");
    const replies = [];
    for (const { verb, input, options } of cases) {
      const bytes = Uint8Array.from(atob(input), (letter) => letter.charCodeAt(0));
      replies.push(await convener.call(verb, bytes, JSON.parse(options)));
    }
    return replies;
  }, cases);
  for (const [index, { name, status, text }] of cases.entries()) {
    assert.equal(replies[index].status, status, name);
    if (text !== null) assert.equal(replies[index].text, text, name);
  }
  const stopped = await page.evaluate(async () => {
    const convener = await import("/lib/index.js");
    const forum = await convener.generate({ name: "regional", variant: "wishes", seed: 1 });
    const stop = new AbortController();
    let heard = 0;
    let frames = 0;
    const frame = () => requestAnimationFrame(() => (frames++, frame()));
    frame();
    setTimeout(() => stop.abort(), 700);
    const started = performance.now();
    const reason = await convener.solve(forum, { signal: stop.signal, progress: () => heard++ }).catch((reason) => reason.name);
    const took = performance.now() - started;
    const small = { version: 1, forum: "f", speakers: [{ id: "s1" }], panels: [{ id: "p1", seats: { moderator: 1 } }] };
    return { reason, heard, frames, took, after: (await convener.solve(small)).status };
  });
  assert.equal(stopped.reason, "AbortError");
  assert(stopped.heard > 0 && stopped.frames > 3 && stopped.took < 5000, JSON.stringify(stopped));
  assert.equal(stopped.after, "optimal");
  console.log(`chromium ${browser.version()}: ${cases.length} cases, stopped after ${stopped.took.toFixed(0)} ms, ${stopped.frames} frames drawn meanwhile`);
} finally {
  await browser.close();
  server.close();
}
