// Runs the JavaScript of the README, its blocks one after the other as one program.

import { readFileSync, rmSync, writeFileSync } from "node:fs";

const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);
const file = new URL("readme.generated.mjs", import.meta.url);
writeFileSync(file, blocks.join("\n"));
try {
  await import(file);
  console.log(`README.md: ${blocks.length} blocks run`);
} finally {
  rmSync(file);
}
