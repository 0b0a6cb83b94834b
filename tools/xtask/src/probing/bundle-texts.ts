import { open, type FileHandle } from "node:fs/promises";
import { DECLARING_WORDS, exportedNames, startsWithDeclaration, type SourceText } from "@lockstep/surface";

/**
 * The texts in a file that may declare options: the file itself when it is one text, else the modules of a Bun executable, each
 * from its first comment to the byte 0 behind it. The file is read once from end to end, and no more of it is kept than the
 * module at hand and what declares something. A file that cannot be opened or read has none.
 * @param path absolute
 * @param keepsAll whether a text that declares nothing is wanted too, unless it is large
 */
export async function bundleTexts(
  path: string,
  { keepsAll }: { readonly keepsAll: boolean } = { keepsAll: false },
): Promise<readonly SourceText[]> {
  return readFrom(path, (bytes) => (keepsAll && bytes.length <= MAX_CONTEXT_BYTES) || declares(bytes));
}

/**
 * The modules of a Bun executable that declare nothing themselves and export one of the names, for the constants in them, unless
 * they are large. A file that is one text has none.
 * @param path absolute
 */
export async function exportingModules(path: string, names: ReadonlySet<string>): Promise<readonly SourceText[]> {
  return readFrom(path, (bytes, isModule) => {
    if (!isModule || bytes.length > MAX_CONTEXT_BYTES || declares(bytes)) return false;
    const end = bytes.toString("latin1", Math.max(bytes.length - EXPORTS_LENGTH, 0));
    return exportedNames(end).some((name) => names.has(name));
  });
}

async function readFrom(path: string, isWanted: IsWanted): Promise<readonly SourceText[]> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    return await textsIn(file, path, isWanted);
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return [];
    throw error;
  } finally {
    await file?.close();
  }
}

/** Whether a text is kept; a module is one of several texts in a file. */
type IsWanted = (bytes: Buffer, isModule: boolean) => boolean;

async function textsIn(file: FileHandle, path: string, isWanted: IsWanted): Promise<readonly SourceText[]> {
  const texts: SourceText[] = [];
  let isModule = true;
  const modules = new ModuleScanner((bytes) => {
    if (isWanted(bytes, isModule)) texts.push({ name: path, text: bytes.toString("utf8") });
  });
  const { size } = await file.stat();
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size + 1));
  let isFirst = true;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    const bytes = chunk.subarray(0, bytesRead);
    if (isFirst && !bytes.subarray(0, HEAD_BYTES).includes(0)) {
      isModule = false;
      modules.startAtOnce();
    }
    isFirst = false;
    modules.push(bytes);
  }
  modules.end();
  return texts;
}

/** Whether something in the bytes of a text declares an option. Most texts of a program do not, and are never decoded. */
function declares(bytes: Buffer): boolean {
  return MARKS.some((mark) => {
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length))
      if (startsWithDeclaration(bytes.toString("latin1", at, at + MARK_LENGTH))) return true;
    return false;
  });
}

/** Cuts a stream of bytes into the modules in it. */
class ModuleScanner {
  readonly #found: (bytes: Buffer) => void;
  #parts: Buffer[] = [];
  #length = 0;
  #isInside = false;
  /** The end of the last chunk, where a mark may begin. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(found: (bytes: Buffer) => void) {
    this.#found = found;
  }

  /** The stream is one text from its first byte on. */
  startAtOnce(): void {
    this.#isInside = true;
  }

  push(chunk: Buffer): void {
    let bytes = this.#isInside || this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (!this.#isInside) {
        const start = bytes.indexOf(MODULE_MARK);
        if (start === -1) {
          this.#rest = Buffer.from(bytes.subarray(Math.max(bytes.length - MODULE_MARK.length + 1, 0)));
          return;
        }
        this.#isInside = true;
        bytes = bytes.subarray(start);
      }
      const end = bytes.indexOf(0);
      if (end === -1) {
        // The next chunk is read into the same bytes.
        this.#keep(Buffer.from(bytes));
        return;
      }
      this.#keep(bytes.subarray(0, end));
      this.end();
      bytes = bytes.subarray(end);
    }
  }

  /** Hands out the module that is open. */
  end(): void {
    const [only, ...others] = this.#parts;
    if (this.#isInside && only !== undefined && this.#length > 0) this.#found(others.length === 0 ? only : Buffer.concat(this.#parts));
    this.#isInside = false;
    this.#parts = [];
    this.#length = 0;
  }

  #keep(bytes: Buffer): void {
    this.#length += bytes.length;
    // A longer one is dropped at its end.
    if (this.#length <= MAX_MODULE_BYTES) this.#parts.push(bytes);
    else this.#parts = [];
  }
}

/** What every module that `bun build --compile` packs begins with. */
const MODULE_MARK = Buffer.from("// @bun");
const MARKS = DECLARING_WORDS.map((word) => Buffer.from(word));
const MARK_LENGTH = 100;
const CHUNK_BYTES = 4 * 1024 * 1024;
const HEAD_BYTES = 8192;
const MAX_CONTEXT_BYTES = 512 * 1024;
/** What a bundler exports stands in one list at the end. */
const EXPORTS_LENGTH = 20_000;
const MAX_MODULE_BYTES = 96 * 1024 * 1024;
