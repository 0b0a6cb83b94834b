import type { TransformOptions } from "node:stream";
import { createGunzip, type Gunzip, type ZlibOptions } from "node:zlib";
import type { StreamedArchive, StreamRequest } from "@lockstep/kernel";
import type { Parser, ReadEntry } from "tar";
import { nodeCrypto } from "./node-crypto.ts";
import { isFile, pathInside, unreadableArchive } from "./package-archive.ts";
import { StreamedCopy } from "./streamed-copy.ts";

/**
 * Reads a package's archive once, as it comes in: while one thread inflates a part, the parts before it are hashed and written.
 * When the best of the entries was copied, the rest is hashed and not inflated. What `BinaryStore.unpackStream` says holds.
 */
export async function unpackStreamed(chunks: AsyncIterable<Uint8Array>, request: StreamRequest): Promise<StreamedArchive> {
  const { Parser: TarParser } = await import("tar");
  const digest = nodeCrypto().createHash("sha512");
  const choice = new EntryChoice(request);
  const inflated = createGunzip(inflating);
  const parser = new TarParser({ strict: true, onReadEntry: (entry) => choice.visit(entry) });
  const parsing = parse(inflated, parser, choice);
  try {
    for await (const chunk of chunks) {
      const taken =
        choice.isDone || inflated.destroyed ? undefined : new Promise<void>((resolve) => inflated.write(chunk, () => resolve()));
      digest.update(chunk);
      // A stream that is destroyed calls nobody back.
      if (taken !== undefined) await Promise.race([taken, parsing]);
    }
    if (choice.isDone) inflated.destroy();
    else inflated.end();
    const failure = await parsing;
    const unreadable = failure === undefined || choice.isDone ? undefined : unreadableArchive("What the registry sent", failure);
    if (unreadable !== undefined) await choice.drop();
    const integrity = `sha512-${digest.digest("base64")}`;
    return { integrity, file: await choice.finish(), entries: choice.seen, unreadable };
  } catch (error) {
    inflated.destroy();
    await parsing;
    await choice.drop();
    throw error;
  }
}

/** Gives the parser what was inflated, until nothing more is wanted. Resolves with what went wrong, if anything did. */
async function parse(inflated: Gunzip, parser: Parser, choice: EntryChoice): Promise<unknown> {
  try {
    let failure: Error | undefined;
    parser.on("error", (error: Error) => (failure ??= error));
    for await (const part of inflated as AsyncIterable<Buffer>) {
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
  #best: { readonly rank: number; readonly copy: StreamedCopy; isWhole: boolean } | undefined;

  constructor(request: StreamRequest) {
    this.#request = request;
  }

  /** Whether nothing better can come. */
  get isDone(): boolean {
    return this.#best?.rank === 0 && this.#best.isWhole;
  }

  visit(entry: ReadEntry): void {
    if (isFile(entry)) this.#choose(entry);
    entry.resume();
  }

  #choose(entry: ReadEntry): void {
    const path = pathInside(entry);
    this.seen.push(path);
    const rank = this.#request.entries.indexOf(path);
    if (rank === -1 || (this.#best !== undefined && this.#best.rank <= rank)) return;
    const before = this.#best?.copy.drop() ?? Promise.resolve();
    const copy = new StreamedCopy(this.#request.pathOf(path), [this.#request.mayWrite, before]);
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

  async drop(): Promise<void> {
    await this.#best?.copy.drop();
    this.#best = undefined;
  }

  async finish(): Promise<StreamedArchive["file"]> {
    if (this.#best === undefined) return undefined;
    const { rank, copy } = this.#best;
    return { ...(await copy.finish()), entry: this.#request.entries[rank] ?? "", path: copy.path };
  }
}

const CHUNK_BYTES = 1024 * 1024;
/** Some parts are inflated ahead of what is hashed. */
const inflating: ZlibOptions & TransformOptions = { chunkSize: CHUNK_BYTES, readableHighWaterMark: 4 * CHUNK_BYTES };
