// The shared contract in Node: every case answered as the binary answers it, byte for byte.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as convener from "convener";

const cases = JSON.parse(readFileSync(process.env.CONVENER_CONTRACT, "utf8"));

const at = (document, pointer) =>
  pointer.split("/").slice(1).reduce((value, step) => value[step.replaceAll("~1", "/").replaceAll("~0", "~")], document);

for (const { name, verb, input, options, status, text, expect } of cases) {
  test(name, async () => {
    const reply = await convener.call(verb, new Uint8Array(Buffer.from(input, "base64")), JSON.parse(options));
    assert.equal(reply.status, status);
    if (text !== null) assert.equal(reply.text, text);
    if (!reply.text.startsWith("{")) return;
    const answer = JSON.parse(reply.text);
    for (const [pointer, value] of Object.entries(expect)) assert.deepEqual(at(answer, pointer), value, pointer);
  });
}

test("every verb of the library is here", async () => {
  const { verbs } = await convener.schema();
  assert.deepEqual(Object.keys(verbs), [...convener.VERBS]);
  for (const verb of convener.VERBS) assert.equal(typeof convener[verb], "function", verb);
});
