import { InputError, ToolError, type StreamedArchive } from "@lockstep/kernel";
import { openArchive, type ArchiveRequest } from "./archive-download.ts";
import { unpackStreamed } from "./streamed-archive.ts";

/** An archive at an address that this user's configuration lets be asked without npm. */
export type RemoteArchive = Omit<ArchiveRequest, "stop" | "onFlow">;

/** What the child is told: one archive at a time. */
export type ChildOrder =
  | {
      readonly type: "begin";
      readonly archive: RemoteArchive;
      readonly files: readonly { readonly entry: string; readonly path: string }[];
      readonly maxBytes: number;
      readonly what: string;
    }
  | { readonly type: "may-write" }
  | { readonly type: "stop" };

/** An error as it passes between processes, where an error loses its class. */
export type ToldError =
  | {
      readonly type: "input" | "environment";
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
      readonly cause: unknown;
    }
  | { readonly type: "crash"; readonly error: Error };

/** What the child tells. */
export type ChildAnswer =
  | { readonly type: "flow"; readonly isFlowing: boolean }
  /** The answer was any other than the archive. */
  | { readonly type: "elsewhere" }
  | { readonly type: "done"; readonly archive: Omit<StreamedArchive, "unreadable">; readonly unreadable: ToldError | undefined }
  /** Nothing is left of what was written. */
  | { readonly type: "failed"; readonly error: ToldError };

/** An archive that comes in, of which this process hears more meanwhile. */
class IncomingArchive {
  readonly #mayWrite = Promise.withResolvers<void>();
  readonly #stop = new AbortController();

  allowWriting(): void {
    this.#mayWrite.resolve();
  }

  stop(): void {
    this.#stop.abort(new Error("The archive is not wanted any more"));
  }

  async unpack({ archive, files, maxBytes, what }: Extract<ChildOrder, { readonly type: "begin" }>): Promise<ChildAnswer> {
    const { signal } = this.#stop;
    const onFlow = (isFlowing: boolean): void => tell({ type: "flow", isFlowing });
    try {
      const chunks = await openArchive({ ...archive, stop: signal, onFlow });
      if (chunks === undefined) return { type: "elsewhere" };
      const { unreadable, ...unpacked } = await unpackStreamed(chunks, {
        entries: files.map(({ entry }) => entry),
        pathOf: (wanted) => files.find(({ entry }) => entry === wanted)?.path ?? "",
        mayWrite: this.#mayWrite.promise,
        maxBytes,
        what,
        stop: signal,
      });
      return { type: "done", archive: unpacked, unreadable: unreadable === undefined ? undefined : toldError(unreadable) };
    } catch (error) {
      return { type: "failed", error: toldError(error) };
    }
  }
}

function toldError(error: unknown): ToldError {
  if (!(error instanceof ToolError)) return { type: "crash", error: error instanceof Error ? error : new Error(String(error)) };
  const { code, message, hint, cause } = error;
  return { type: error instanceof InputError ? "input" : "environment", code, message, hint, cause };
}

function tell(message: ChildAnswer): void {
  // When the parent is gone, that is known by its disconnection, and what was written is still to be removed.
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

let incoming: IncomingArchive | undefined;
process.on("message", (order: ChildOrder) => {
  switch (order.type) {
    case "begin":
      incoming = new IncomingArchive();
      void incoming.unpack(order).then(tell);
      break;
    case "may-write":
      incoming?.allowWriting();
      break;
    case "stop":
      incoming?.stop();
      break;
  }
});
// A terminal tells all of its processes to end: this one is told by its parent, when what it wrote is to be removed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
// The parent is gone. Nothing keeps this process when what it wrote is removed.
process.on("disconnect", () => incoming?.stop());
