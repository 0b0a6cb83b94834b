import { fork, type ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { EnvironmentError, InputError, type StreamedArchive, type StreamRequest } from "@lockstep/kernel";
import type { ChildAnswer, ChildOrder, RemoteArchive, ToldError } from "./archive-child-program.ts";

/**
 * Downloads an archive and unpacks it as it comes in, in a process of its own: hundreds of megabytes go through it, and a process that
 * has so many in memory pays for them whenever it starts another, and whenever its garbage is collected. `undefined` when the
 * answer is any other than the archive. The process stays for the next archive, ends with this one, and does not keep it alive.
 * Throws what `PackageClient.unpackArchive` says, and the reason why nothing may be written, and leaves no file then.
 */
export async function unpackInChild(archive: RemoteArchive, request: StreamRequest): Promise<StreamedArchive | undefined> {
  const { entries, maxBytes, what, stop, mayWrite } = request;
  stop?.throwIfAborted();
  const files = entries.map((entry) => ({ entry, path: request.pathOf(entry) }));
  const work = new ChildWork(takeIdle() ?? startChild(), (isFlowing) => request.onFlow?.(isFlowing));
  const giveUp = (): void => work.order({ type: "stop" });
  stop?.addEventListener("abort", giveUp);
  let forbidden: { readonly reason: unknown } | undefined;
  try {
    work.order({ type: "begin", archive, files, maxBytes, what });
    mayWrite.then(
      () => work.order({ type: "may-write" }),
      (reason: unknown) => {
        forbidden = { reason };
        giveUp();
      },
    );
    const unpacked = await work.result;
    if (stop?.aborted === true && unpacked?.file !== undefined) await rm(unpacked.file.path, { force: true });
    stop?.throwIfAborted();
    return unpacked;
  } catch (error) {
    // One that was killed removes nothing.
    if (work.isLost) await Promise.all(files.map(({ path }) => rm(path, { force: true })));
    // What is told of a child that was stopped is that, and not why.
    stop?.throwIfAborted();
    throw forbidden === undefined ? error : forbidden.reason;
  } finally {
    stop?.removeEventListener("abort", giveUp);
    const child = work.leave();
    if (child !== undefined) idle.push(child);
  }
}

/** Processes that wait for an archive. */
const idle: ChildProcess[] = [];

/** One of them that was not ended meanwhile: its end is told once, and nobody listened. */
function takeIdle(): ChildProcess | undefined {
  for (let child = idle.pop(); child !== undefined; child = idle.pop()) {
    if (child.connected && child.exitCode === null && child.signalCode === null) return child;
  }
  return undefined;
}

/** The word by which the bundle, which is one file, knows the program of the child. */
const PROGRAM = "archive-child-program";

function startChild(): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  const file = fileURLToPath(isSource ? new URL("./archive-child-program.ts", import.meta.url) : import.meta.url);
  // What this process was started with is not the child's, but for what reads the source where Node itself does not.
  const execArgv = isSource ? (process.features.typescript === false ? process.execArgv : ["--disable-warning=ExperimentalWarning"]) : [];
  return fork(file, [PROGRAM], { serialization: "advanced", execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** What becomes of one archive in a child. */
class ChildWork {
  readonly #child: ChildProcess;
  readonly #onFlow: (isFlowing: boolean) => void;
  readonly #result = Promise.withResolvers<StreamedArchive | undefined>();
  #isLost = false;
  #isOver = false;

  constructor(child: ChildProcess, onFlow: (isFlowing: boolean) => void) {
    this.#child = child;
    this.#onFlow = onFlow;
    child.ref();
    child.channel?.ref();
    child.on("message", this.#hear);
    child.on("error", this.#lose);
    child.on("exit", this.#lose);
  }

  get result(): Promise<StreamedArchive | undefined> {
    return this.#result.promise;
  }

  /** Whether the child ended before it was done. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Tells the child something, which is nothing once this archive is over: the child may have another one then. */
  order(message: ChildOrder): void {
    // What cannot be sent is known by the end of the child.
    if (!this.#isOver && this.#child.connected) this.#child.send(message, () => {});
  }

  /** Nothing more is asked of the child, which is returned if it can be used again. */
  leave(): ChildProcess | undefined {
    this.#isOver = true;
    this.#child.off("message", this.#hear);
    this.#child.off("error", this.#lose);
    this.#child.off("exit", this.#lose);
    this.#child.unref();
    this.#child.channel?.unref();
    return this.#isLost ? undefined : this.#child;
  }

  readonly #hear = (message: unknown): void => {
    // The program at the other end is this one's own.
    const answer = message as ChildAnswer;
    switch (answer.type) {
      case "flow":
        this.#onFlow(answer.isFlowing);
        break;
      case "elsewhere":
        this.#result.resolve(undefined);
        break;
      case "done":
        this.#result.resolve({ ...answer.archive, unreadable: unreadableOf(answer.unreadable) });
        break;
      case "failed":
        this.#result.reject(errorOf(answer.error));
        break;
    }
  };

  readonly #lose = (cause: unknown): void => {
    this.#isLost = true;
    const hint = "Run the command again; when it ends again, see whether this machine has memory left";
    const message = "The process that unpacks archives ended before it was done";
    this.#result.reject(new EnvironmentError("ARCHIVE_PROCESS", message, { hint, cause }));
  };
}

function unreadableOf(told: ToldError | undefined): StreamedArchive["unreadable"] {
  const error = told === undefined ? undefined : errorOf(told);
  return error instanceof InputError ? error : undefined;
}

function errorOf(told: ToldError): Error {
  if (told.type === "crash") return told.error;
  const options = { ...(told.hint === undefined ? {} : { hint: told.hint }), cause: told.cause };
  return told.type === "input" ? new InputError(told.code, told.message, options) : new EnvironmentError(told.code, told.message, options);
}
