// From objects to one call of the library, and back.

import { Failure, run } from "./pool.js";

const REJECTED = 2;
const FAULT = 70;
const encoder = new TextEncoder();

/** What every error of this package is. */
export class ConvenerError extends Error {
  get name() {
    return this.constructor.name;
  }
}

/** The input or an option is refused; `faults` lists everything that is wrong. */
export class Rejected extends ConvenerError {
  constructor(faults) {
    const lines = faults.map(({ code, pointer, message, hint }) => `${code} at \`${pointer}\`: ${message}${hint ? ` (${hint})` : ""}`);
    super([`${faults.length} fault(s) in the input`, ...lines].join("\n"));
    this.faults = faults;
  }
}

/** A fault of the program itself, never of the input. */
export class InternalError extends ConvenerError {}

function bytes(document) {
  if (document === undefined || document === null) return new Uint8Array();
  if (document instanceof Uint8Array) return document;
  return encoder.encode(typeof document === "string" ? document : JSON.stringify(document));
}

/** Calls a verb by its name and gives its reply as it stands. */
export async function call(verb, document, options = {}) {
  const { signal, progress, ...asked } = options;
  const request = { verb, input: bytes(document), options: JSON.stringify(asked) };
  let reply;
  try {
    reply = await run(request, progress, signal);
  } catch (error) {
    // What the caller's own callback threw, or why it stopped, is the caller's.
    if (error instanceof Failure) throw new InternalError(error.message);
    throw error;
  }
  return { text: reply.text, status: reply.status };
}

/** Calls a verb; the document it gives, or the error that the document says. */
export async function ask(verb, document, options) {
  const { text, status } = await call(verb, document, options);
  if (status !== REJECTED && status !== FAULT) return text.startsWith("{") ? JSON.parse(text) : text;
  const answer = JSON.parse(text);
  throw status === REJECTED ? new Rejected(answer.errors) : new InternalError(answer.message);
}
