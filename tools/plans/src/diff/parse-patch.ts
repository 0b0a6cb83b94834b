import { InputError } from "@lockstep/kernel";
import { toByteString } from "../content/stored-content.ts";
import { quotePath } from "../paths/refusal.ts";
import type { FilePatch, GitMode } from "./file-patch.ts";
import { parseBinary } from "./parse-binary.ts";
import { parseHunks } from "./parse-hunk.ts";
import { NO_FILE, pairNames, readGitNames, readHeaderName, type GitNames, type HeaderName } from "./patch-names.ts";
import { readPatchLines, type PatchReader } from "./patch-reader.ts";

/** It is read as one string. */
const MAX_PATCH_BYTES = 256_000_000;

/**
 * Reads a unified patch of one or several files, as git or `diff -u` writes it; what stands between the files is passed over. Names
 * lose the prefixes `a/` and `b/` where both have them. Throws `InputError` `PATCH_INVALID`, which names the patch and the line, for
 * what cannot be followed exactly: renames, copies, merges, submodules, binary files without their bytes, hunks that are cut off.
 * @param name what the patch is called in an error, such as the path of its file
 */
export function parsePatch(name: string, bytes: Uint8Array): readonly FilePatch[] {
  if (bytes.length > MAX_PATCH_BYTES) {
    throw new InputError(
      "PATCH_INVALID",
      `${quotePath(name)} has ${String(bytes.length)} bytes, and at most ${String(MAX_PATCH_BYTES)} are read`,
      { hint: "Stage it in parts, or its files one by one with --file" },
    );
  }
  const reader = readPatchLines(name, toByteString(bytes));
  const files: FilePatch[] = [];
  for (let line = reader.peek(); line !== undefined; line = reader.peek()) {
    if (line.startsWith("diff --git ")) files.push(parseGitFile(reader, line));
    else if (line.startsWith("--- ") && reader.peek(1)?.startsWith("+++ ") === true) files.push(parsePlainFile(reader));
    else if (line.startsWith("@@ -")) throw reader.mistake("a hunk comes before the names of its file; --- and +++ lines are wanted");
    else if (/^diff --(?:cc|combined) /u.test(line))
      throw reader.mistake("the diff of a merge has no single state before; that to one parent is wanted");
    else reader.skip();
  }
  if (files.length === 0) throw reader.mistake("the patch ends, and changes no file");
  return files;
}

/** What the lines between `diff --git` and the content say. */
interface ExtendedHeader {
  operation: FilePatch["operation"];
  oldMode?: GitMode;
  newMode?: GitMode;
  oldId?: string;
  newId?: string;
}

function parseGitFile(reader: PatchReader, line: string): FilePatch {
  const names = readGitNames(line.slice("diff --git ".length));
  const opening = reader.mistake("the two names are not those of one file; a patch without renames is wanted");
  reader.skip();
  const header = parseExtendedHeader(reader);
  if (names === undefined) throw opening;
  const { path } = names;
  if (reader.peek() === "GIT binary patch") {
    reader.skip();
    return { path, ...header, hunks: [], binary: parseBinary(reader) };
  }
  if (/^Binary files .* differ\r?$/u.test(reader.peek() ?? "")) {
    throw reader.mistake(`the patch does not have the bytes of ${quotePath(path)}; one of \`git diff --binary\` is wanted`);
  }
  if (reader.peek()?.startsWith("--- ") !== true) return { path, ...header, hunks: [] };
  const [old, now] = readFileHeader(reader);
  checkNames(reader, names, old, now);
  const operation = old.name === NO_FILE ? "create" : now.name === NO_FILE ? "delete" : header.operation;
  reader.skip();
  reader.skip();
  return { path, ...header, operation, hunks: parseSomeHunks(reader) };
}

function checkNames(reader: PatchReader, names: GitNames, old: HeaderName, now: HeaderName): void {
  const isSame = (actual: string, wanted: string): boolean => actual === NO_FILE || actual === wanted;
  if (isSame(old.name, names.old) && isSame(now.name, names.now)) return;
  throw reader.mistake(`${quotePath(old.name)} and ${quotePath(now.name)} are not the names of the "diff --git" line above`);
}

const EXTENDED: readonly (readonly [RegExp, (header: ExtendedHeader, values: RegExpExecArray) => void])[] = [
  [/^old mode ([0-7]{6})$/u, (header, [, mode]) => void (header.oldMode = mode as GitMode)],
  [/^new mode ([0-7]{6})$/u, (header, [, mode]) => void (header.newMode = mode as GitMode)],
  [/^new file mode ([0-7]{6})$/u, (header, [, mode]) => void ((header.operation = "create"), (header.newMode = mode as GitMode))],
  [/^deleted file mode ([0-7]{6})$/u, (header, [, mode]) => void ((header.operation = "delete"), (header.oldMode = mode as GitMode))],
  [/^(?:dis)?similarity index /u, () => undefined],
];

function parseExtendedHeader(reader: PatchReader): ExtendedHeader {
  const header: ExtendedHeader = { operation: "modify" };
  for (let line = reader.peek()?.replace(/\r$/u, ""); line !== undefined; line = reader.peek()?.replace(/\r$/u, "")) {
    if (/^(?:rename|copy) (?:from|to) /u.test(line)) throw reader.mistake(`a ${line.slice(0, line.indexOf(" "))} cannot be staged`);
    if (line.startsWith("index ")) readIds(header, line);
    else {
      const [known] = EXTENDED.flatMap(([pattern, take]) => {
        const values = pattern.exec(line);
        return values === null ? [] : [{ take, values }];
      });
      if (known === undefined) break;
      known.take(header, known.values);
    }
    const mode = [header.oldMode, header.newMode].find((value) => value !== undefined && !MODES.has(value));
    if (mode !== undefined) throw reader.mistake(`the mode ${mode} is none of ${[...MODES].join(", ")}`);
    reader.skip();
  }
  return header;
}

const MODES: ReadonlySet<string> = new Set<GitMode>(["100644", "100755", "120000"]);

/** Abbreviated ids are left aside. */
function readIds(header: ExtendedHeader, line: string): void {
  const found = /^index ([0-9a-f]{40}|[0-9a-f]{64})\.\.([0-9a-f]{40}|[0-9a-f]{64})(?: ([0-7]{6}))?$/u.exec(line);
  if (found?.[1] !== undefined) header.oldId = found[1];
  if (found?.[2] !== undefined) header.newId = found[2];
}

function parsePlainFile(reader: PatchReader): FilePatch {
  const [old, now] = readFileHeader(reader);
  const operation = old.name === NO_FILE || old.isEpoch ? "create" : now.name === NO_FILE || now.isEpoch ? "delete" : "modify";
  const path = plainPath(old.name, now.name);
  if (path === undefined) {
    throw reader.mistake(`${quotePath(old.name)} and ${quotePath(now.name)} are not the names of one file`);
  }
  reader.skip();
  reader.skip();
  return { path, operation, hunks: parseSomeHunks(reader) };
}

function plainPath(old: string, now: string): string | undefined {
  if (old === NO_FILE) return now === NO_FILE ? undefined : now.replace(/^b\//u, "");
  if (now === NO_FILE) return old.replace(/^a\//u, "");
  const isBackup = [".orig", ".bak", "~"].some((ending) => old === `${now}${ending}`);
  return isBackup ? now : pairNames(old, now)?.path;
}

function readFileHeader(reader: PatchReader): readonly [HeaderName, HeaderName] {
  const old = readHeaderName(reader.peek()?.slice(4) ?? "");
  const next = reader.peek(1);
  const now = next?.startsWith("+++ ") === true ? readHeaderName(next.slice(4)) : undefined;
  if (old === undefined || now === undefined) throw reader.mistake("a --- line and a +++ line with file names in UTF-8 are wanted");
  return [old, now];
}

function parseSomeHunks(reader: PatchReader): FilePatch["hunks"] {
  const hunks = parseHunks(reader);
  if (hunks.length === 0) throw reader.mistake("a hunk's header such as @@ -1,2 +1,3 @@ is wanted");
  return hunks;
}
