import { posix } from "node:path";
import { InputError } from "@lockstep/kernel";

/** How much an archive may have in it. */
export interface ArchiveLimits {
  /** Files, folders and links. */
  readonly entries: number;
  /** Of all files together, unpacked. */
  readonly bytes: number;
  /** How many times as large as the archive its files may be together, once they have more than `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
}

/** Programs of today have up to 330 MB, and packing makes them a third to a quarter as large. */
export const ARCHIVE_LIMITS: ArchiveLimits = { entries: 100_000, bytes: 4 * 1024 ** 3, ratio: 100, freeBytes: 64 * 1024 ** 2 };

/** One entry of an archive, before anything of it is written. */
export interface ArchiveEntry {
  /** As the archive has it. */
  readonly path: string;
  readonly type: "file" | "folder" | "symbolic-link" | "hard-link" | "other";
  readonly sizeBytes: number;
  /** Where a link leads: a symbolic one from its own folder, a hard one from the archive's. */
  readonly linkTarget?: string;
}

/**
 * Looks at the entries of one archive, one after the other, before anything is done with them. Throws `InputError` `ARCHIVE_UNSAFE`
 * for a path or a link that leads out, for devices, for two files at one path, and when there is more than the limits allow. An honest archive has none of it,
 * so that the whole of it is refused.
 */
export class ArchiveGuard {
  readonly #archive: string;
  readonly #archiveBytes: number;
  readonly #strippedFolders: number;
  readonly #limits: ArchiveLimits;
  readonly #files = new Set<string>();
  #entries = 0;
  #bytes = 0;

  /** @param strippedFolders how many folders every path loses when it is unpacked */
  constructor(archive: string, archiveBytes: number, strippedFolders: number, limits: ArchiveLimits) {
    this.#archive = archive;
    this.#archiveBytes = archiveBytes;
    this.#strippedFolders = strippedFolders;
    this.#limits = limits;
  }

  admit({ path, type, sizeBytes, linkTarget = "" }: ArchiveEntry): void {
    const shown = JSON.stringify(path);
    const inside = path.split("/").slice(this.#strippedFolders).join("/");
    if (leadsOut(path, "") || leadsOut(inside, "")) throw this.#unsafe(`the path ${shown} leads out of it`);
    if (type === "other") throw this.#unsafe(`${shown} is a device or a pipe`);
    if (type === "symbolic-link" && leadsOut(linkTarget, posix.dirname(inside))) {
      throw this.#unsafe(`the link ${shown} leads out of it, to ${JSON.stringify(linkTarget)}`);
    }
    if (type === "hard-link" && leadsOut(linkTarget, "")) {
      throw this.#unsafe(`the link ${shown} leads out of it, to ${JSON.stringify(linkTarget)}`);
    }
    if (type === "file") this.#admitFile(posix.normalize(inside), shown);
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) throw this.#unsafe(`it has more than ${String(this.#limits.entries)} entries`);
    this.#bytes += sizeBytes;
    this.assertSize(this.#bytes);
  }

  #admitFile(place: string, shown: string): void {
    if (this.#files.has(place)) throw this.#unsafe(`it has two files ${shown}, and programs differ in which they take`);
    // Where folders are stripped, nothing is left of a file that stands beside them.
    if (place !== ".") this.#files.add(place);
  }

  /** Of all that was unpacked up to now, whether it belongs to an entry or not. */
  assertSize(unpackedBytes: number): void {
    const { bytes, ratio, freeBytes } = this.#limits;
    if (unpackedBytes > bytes) throw this.#unsafe(`it unpacks to more than ${String(bytes)} bytes`);
    if (unpackedBytes > freeBytes && unpackedBytes > ratio * this.#archiveBytes) {
      throw this.#unsafe(`its ${String(this.#archiveBytes)} bytes unpack to more than ${String(ratio)} times as many`);
    }
  }

  #unsafe(finding: string): InputError {
    return new InputError("ARCHIVE_UNSAFE", `"${this.#archive}" is refused: ${finding}`, {
      hint: "Nothing was unpacked. No honest release has that: find out who made this archive before you do anything with it",
    });
  }
}

/** Whether a path that starts in `folder` ends above the outermost folder, by its words alone, on any system. */
function leadsOut(path: string, folder: string): boolean {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(path) || path.includes("\0")) return true;
  let depth = 0;
  for (const part of `${folder}/${path}`.split(/[/\\]/)) {
    if (part === "..") depth -= 1;
    else if (part !== "" && part !== ".") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
