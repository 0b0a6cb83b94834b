import type { ContractKind, FindMistakes, SchemaMistake } from "@lockstep/contracts";
import { jsonMistake } from "@lockstep/kernel";

/** What reading one file of a root gave. */
export type FileRead =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "absent" }
  | { readonly type: "not-utf8" }
  /** `reason` is a sentence that names the file. */
  | { readonly type: "unreadable"; readonly reason: string };

/** What listing one folder of a root gave. */
export type FolderRead =
  | { readonly type: "files"; readonly names: readonly string[] }
  | { readonly type: "absent" }
  | { readonly type: "unreadable"; readonly reason: string };

/** A file as a JSON document. */
export type JsonRead =
  | { readonly type: "value"; readonly value: unknown; readonly text: string }
  | { readonly type: "invalid"; readonly reason: string }
  | Exclude<FileRead, { type: "text" | "not-utf8" }>;

/**
 * The files of one root, as far as they have been read. Checks ask for any path; one that was not read yet counts as absent
 * for the moment and is listed by `unread`, so that the shell reads it and asks again. Thus no second list of paths exists
 * that could differ from what the checks look at. Equal texts are parsed and validated once.
 */
export class RootFiles {
  readonly #findMistakes: FindMistakes;
  readonly #files = new Map<string, FileRead>();
  readonly #folders = new Map<string, FolderRead>();
  readonly #wantedFiles = new Set<string>();
  readonly #wantedFolders = new Set<string>();
  readonly #parsed = new Map<string, JsonRead>();
  readonly #mistakes = new Map<ContractKind, Map<string, readonly SchemaMistake[]>>();

  constructor(findMistakes: FindMistakes) {
    this.#findMistakes = findMistakes;
  }

  /** Records what reading a file gave; again after it was written. */
  put(path: string, read: FileRead): void {
    this.#files.set(path, read);
    this.#wantedFiles.delete(path);
  }

  /** Records what listing a folder gave. */
  putFolder(path: string, read: FolderRead): void {
    this.#folders.set(path, read);
    this.#wantedFolders.delete(path);
  }

  /** What was asked for and is not read yet. */
  unread(): { readonly files: readonly string[]; readonly folders: readonly string[] } {
    return { files: [...this.#wantedFiles], folders: [...this.#wantedFolders] };
  }

  /** The answer will be asked for again, because something it looked at is not read yet; costly checks may wait. */
  get isProvisional(): boolean {
    return this.#wantedFiles.size > 0 || this.#wantedFolders.size > 0;
  }

  file(path: string): FileRead {
    const read = this.#files.get(path);
    if (read === undefined) this.#wantedFiles.add(path);
    return read ?? { type: "absent" };
  }

  folder(path: string): FolderRead {
    const read = this.#folders.get(path);
    if (read === undefined) this.#wantedFolders.add(path);
    return read ?? { type: "absent" };
  }

  json(path: string): JsonRead {
    const read = this.file(path);
    if (read.type === "not-utf8") return { type: "invalid", reason: "the bytes are not UTF-8" };
    if (read.type !== "text") return read;
    const known = this.#parsed.get(read.text);
    if (known !== undefined) return known;
    const parsed = parse(read.text);
    this.#parsed.set(read.text, parsed);
    return parsed;
  }

  /** What a document breaks of the schema of a kind; nothing yet while the answer is provisional. */
  mistakes(kind: ContractKind, document: JsonRead & { readonly type: "value" }): readonly SchemaMistake[] {
    const ofKind = this.#mistakes.get(kind) ?? new Map<string, readonly SchemaMistake[]>();
    this.#mistakes.set(kind, ofKind);
    const known = ofKind.get(document.text);
    if (known !== undefined) return known;
    if (this.isProvisional) return [];
    const found = this.#findMistakes(kind, document.value);
    ofKind.set(document.text, found);
    return found;
  }
}

function parse(text: string): JsonRead {
  try {
    return { type: "value", value: JSON.parse(text), text };
  } catch {
    return { type: "invalid", reason: jsonMistake(text) ?? "the text does not parse" };
  }
}
