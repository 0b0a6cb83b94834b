import type { TransformOptions } from "node:stream";
import { createGunzip, type Gunzip, type ZlibOptions } from "node:zlib";
import { InputError, type StreamedArchive, type StreamRequest } from "@lockstep/kernel";
import type { Parser, ReadEntry } from "tar";
import { nodeCrypto } from "./node-crypto.ts";
import { isFile, pathInside, unreadableArchive } from "./package-archive.ts";
import { StreamedCopy } from "./streamed-copy.ts";

/**
 * Reads a package's archive once, as it comes in: while one thread inflates a part, the parts before it are hashed and written.
 * When the best of the entries was copied, the rest is hashed and not inflated. What `PackageClient.unpackArchive` says holds.
 * @param heldBytes about how much of a file is held in memory before it may be written; then the archive waits
 */
export async function unpackStreamed(
  chunks: AsyncIterable<Uint8Array>,
  request: StreamRequest,
  heldBytes = HELD_BYTES,
): Promise<StreamedArchive> {
  const { stop, what } = request;
  const { Parser: TarParser } = await import("tar");
  const digest = nodeCrypto().createHash("sha512");
  const choice = new EntryChoice(request, heldBytes);
  const inflated = createGunzip(inflating);
  const parser = new TarParser({ strict: true, onReadEntry: (entry) => choice.visit(entry) });
  const size = new SizeLimit(request);
  const parsing = parse(inflated, parser, choice, size);
  // What waits for room waits no longer, so that the loop below comes to see it.
  const giveUp = (): void => {
    inflated.destroy();
    // What fails is thrown by the drop at the end.
    choice.drop().catch(() => {});
  };
  stop?.addEventListener("abort", giveUp);
  try {
    let archiveBytes = 0;
    for await (const chunk of chunks) {
      stop?.throwIfAborted();
      archiveBytes += chunk.length;
      size.assert(archiveBytes);
      const taken =
        choice.isDone || inflated.destroyed ? undefined : new Promise<void>((resolve) => inflated.write(chunk, () => resolve()));
      digest.update(chunk);
      // A stream that is destroyed calls nobody back.
      if (taken !== undefined) await Promise.race([taken, parsing]);
      if (size.failure !== undefined) throw size.failure;
    }
    if (choice.isDone) inflated.destroy();
    else inflated.end();
    const failure = await parsing;
    stop?.throwIfAborted();
    if (size.failure !== undefined) throw size.failure;
    const unreadable = failure === undefined || choice.isDone ? undefined : unreadableArchive(what, failure);
    if (unreadable !== undefined) await choice.drop();
    const integrity = `sha512-${digest.digest("base64")}`;
    const file = await choice.finish();
    stop?.throwIfAborted();
    return { integrity, file, entries: choice.seen, unreadable };
  } catch (error) {
    inflated.destroy();
    // First, as the parser may wait for its room.
    await choice.drop();
    await parsing;
    throw error;
  } finally {
    stop?.removeEventListener("abort", giveUp);
  }
}

/** Nothing says that an archive is honest before its last byte: it must not fill the disk until then. */
class SizeLimit {
  readonly #request: StreamRequest;
  #unpackedBytes = 0;
  /** Kept, as the parser's reader does not throw. */
  failure: InputError | undefined;

  constructor(request: StreamRequest) {
    this.#request = request;
  }

  /** Counts what was inflated; false when that is too much. */
  add(bytes: number): boolean {
    this.#unpackedBytes += bytes;
    try {
      this.assert(this.#unpackedBytes);
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.failure = error;
      return false;
    }
  }

  /** Throws `InputError` `ARCHIVE_TOO_LARGE`. */
  assert(bytes: number): void {
    const { maxBytes, what } = this.#request;
    if (bytes <= maxBytes) return;
    throw new InputError("ARCHIVE_TOO_LARGE", `${what} has more than ${String(maxBytes)} bytes, the most that is taken of it`, {
      hint: "Nothing was kept. Compare the package's size with what its maker says; the registry, a mirror or a proxy may send something else",
    });
  }
}

/** Gives the parser what was inflated, until nothing more is wanted. Resolves with what went wrong, if anything did. */
async function parse(inflated: Gunzip, parser: Parser, choice: EntryChoice, size: SizeLimit): Promise<unknown> {
  try {
    let failure: Error | undefined;
    parser.on("error", (error: Error) => (failure ??= error));
    for await (const part of inflated as AsyncIterable<Buffer>) {
      if (!size.add(part.length)) return undefined;
      parser.write(part);
      if (failure !== undefined) return failure;
      if (choice.isDone) return undefined;
      await choice.room();
    }
    parser.end();
    return failure;
  } catch (error) {
    return error;
  } finally {
    inflated.destroy();
  }
}

/** Copies the best of the wanted entries, whatever order they come in. */
class EntryChoice {
  readonly seen: string[] = [];
  readonly #request: StreamRequest;
  readonly #heldBytes: number;
  #best: { readonly rank: number; readonly copy: StreamedCopy; isWhole: boolean } | undefined;
  #isDropped = false;
  #dropping: Promise<unknown> = Promise.resolve();

  constructor(request: StreamRequest, heldBytes: number) {
    this.#request = request;
    this.#heldBytes = heldBytes;
  }

  /** Whether nothing better can come. */
  get isDone(): boolean {
    return this.#best?.rank === 0 && this.#best.isWhole;
  }

  visit(entry: ReadEntry): void {
    if (isFile(entry) && !this.#isDropped) this.#choose(entry);
    entry.resume();
  }

  #choose(entry: ReadEntry): void {
    const path = pathInside(entry);
    this.seen.push(path);
    const rank = this.#request.entries.indexOf(path);
    if (rank === -1 || (this.#best !== undefined && this.#best.rank <= rank)) return;
    const before = this.#best?.copy.drop() ?? Promise.resolve();
    const copy = new StreamedCopy(this.#request.pathOf(path), [this.#request.mayWrite, before], this.#heldBytes);
    const best = { rank, copy, isWhole: false };
    this.#best = best;
    entry.on("data", (bytes) => copy.push(bytes));
    entry.on("end", () => {
      best.isWhole = true;
      copy.complete();
    });
  }

  async room(): Promise<void> {
    await this.#best?.copy.room();
  }

  /** Nothing is copied any more, and what was is removed. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    const best = this.#best;
    this.#best = undefined;
    this.#dropping = Promise.all([this.#dropping, best?.copy.drop()]);
    await this.#dropping;
  }

  async finish(): Promise<StreamedArchive["file"]> {
    if (this.#best === undefined) return undefined;
    const { rank, copy } = this.#best;
    return { ...(await copy.finish()), entry: this.#request.entries[rank] ?? "", path: copy.path };
  }
}

/** All of a binary of today, and what stands behind it: it is unpacked while the one before it is probed. */
const HELD_BYTES = 384 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/** Some parts are inflated ahead of what is hashed. */
const inflating: ZlibOptions & TransformOptions = { chunkSize: CHUNK_BYTES, readableHighWaterMark: 4 * CHUNK_BYTES };
