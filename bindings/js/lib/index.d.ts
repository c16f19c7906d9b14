import type { Fault, Progress } from "./documents.js";

export type * from "./documents.js";
export * from "./verbs.js";

/** Who stops a call. */
export interface Stopping {
  /** Aborting it ends the worker at once and rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Who listens to a call, and who stops it. */
export interface Listening extends Stopping {
  /** Called with what is known whenever a better plan or bound is; what it throws ends the call. */
  progress?: (known: Progress) => void;
}

/** What every error of this package is. */
export class ConvenerError extends Error {}

/** The input or an option is refused. */
export class Rejected extends ConvenerError {
  /** Everything that is wrong. */
  readonly faults: Fault[];
}

/** A fault of the program itself, never of the input. */
export class InternalError extends ConvenerError {}

/** A reply as the program prints it, byte for byte, with its exit status. */
export interface Reply {
  text: string;
  status: number;
}

/** Calls a verb by its name and gives its reply as it stands. Nothing is thrown of what the reply says. */
export function call(verb: string, document?: unknown, options?: Listening & Record<string, unknown>): Promise<Reply>;

/** Ends every worker that waits for the next call. In Node waiting workers keep no process alive. */
export function close(): void;
