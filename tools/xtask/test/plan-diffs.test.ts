import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Digest } from "@lockstep/kernel";
import { applyPatch, foldPath, parsePatch, refusePath, renderFileDiff, storeContent, type StoredState } from "@lockstep/plans";
import fc from "fast-check";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");

/** One file before and after; `undefined` where there is none. */
interface Sides {
  readonly path: string;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
}
interface Side {
  readonly bytes: Uint8Array;
  readonly mode: "0644" | "0755";
}

const line = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "b",
    "{",
    "}",
    "-- x",
    "++ x",
    "--- a/x",
    "+++ b/x",
    "@@ -1 +1 @@",
    "diff --git a/x b/x",
    "\\ No newline",
    "\ufeff",
    "\r",
    "\f",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replaceAll(/[\n\0]/gu, "")),
);
const ending = fc.oneof({ weight: 5, arbitrary: fc.constant("\n") }, fc.constantFrom("\r\n", "\r"));
const lines = fc.array(
  fc.tuple(line, ending).map(([text, end]) => text + end),
  { maxLength: 30 },
);
const text = fc.tuple(lines, fc.constantFrom("", "", "end", "\r")).map(([all, last]) => [...all, last].join(""));
/** A text and another one that has most of its lines. */
const edited = fc
  .tuple(lines, fc.array(fc.tuple(fc.nat(30), fc.nat(3), lines), { maxLength: 3 }), fc.constantFrom("", "end"), fc.constantFrom("", "end"))
  .map(([before, edits, ...ends]) => {
    const after = [...before];
    for (const [at, removed, added] of edits) after.splice(at, removed, ...added.slice(0, 3));
    return [before.join("") + ends[0], after.join("") + ends[1]] as const;
  });
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
const binary = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.constant(Uint8Array.of(0)),
  text.map((value) => Uint8Array.from(Buffer.from(value, "utf16le"))),
);
const mode = fc.constantFrom("0644" as const, "0755" as const);
const twoTexts = fc.oneof(edited, fc.tuple(text, text)).map(([before, after]) => [utf8(before), utf8(after)] as const);
const twoBytes = fc.oneof({ weight: 3, arbitrary: twoTexts }, fc.tuple(binary, binary), fc.tuple(text.map(utf8), binary));
const part = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "dir",
    "a b",
    " x",
    "ü",
    "日本",
    "🚀",
    'q"',
    "t\tb",
    "~",
    "-p",
    "b/",
    "dev",
    "null",
    "\u00a0",
    "\u202e",
    "x\r",
    "n\nl",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
);
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));

function sidesOf(bytes: typeof twoBytes): fc.Arbitrary<readonly Sides[]> {
  const one = fc.tuple(path, bytes, mode, mode, fc.constantFrom("both", "both", "both", "created", "deleted"));
  return fc.array(one, { minLength: 60, maxLength: 60 }).map((all) => {
    const taken = new Set<string>();
    return all.flatMap(([name, [before, after], oldMode, newMode, kind], index): readonly Sides[] => {
      // Folders of their own keep one random name from being the folder of another.
      const place = `${String(index)}/${name}`;
      if (refusePath(place) !== undefined || taken.has(foldPath(place))) return [];
      taken.add(foldPath(place));
      const sides = { before: { bytes: before, mode: oldMode }, after: { bytes: after, mode: newMode } };
      if (kind === "created") return [{ path: place, before: undefined, after: sides.after }];
      return [{ path: place, before: sides.before, after: kind === "deleted" ? undefined : sides.after }];
    });
  });
}

function stateOf(side: Side | undefined): StoredState {
  if (side === undefined) return { type: "absent" };
  const { bytes, mode: bits } = side;
  return { type: "file", sha256: digest("sha256", bytes), sizeBytes: bytes.length, mode: bits, content: storeContent(bytes) };
}

function diffOf({ path: name, before, after }: Sides): string {
  return renderFileDiff({ path: name, before: stateOf(before), after: stateOf(after) }, digest);
}

type Run = (file: string, args: readonly string[], input?: string) => Buffer;

/** An empty folder, with nothing of the user's git around it. */
function scratch(t: TestContext): { readonly root: string; readonly run: Run } {
  const root = mkdtempSync(join(tmpdir(), "plan-diffs-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const env = { PATH: process.env["PATH"], HOME: root, GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C.UTF-8" };
  return { root, run: (file, args, input = "") => execFileSync(file, args, { cwd: root, env, input, stdio: "pipe" }) };
}

function writeSides(root: string, files: readonly Sides[], which: "before" | "after"): void {
  for (const { path: name, [which]: side } of files) {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    if (side === undefined) continue;
    writeFileSync(file, side.bytes);
    chmodSync(file, Number.parseInt(side.mode, 8));
  }
}

function assertAfter(root: string, files: readonly Sides[]): void {
  for (const { path: name, after } of files) {
    const found = lstatSync(join(root, name), { throwIfNoEntry: false });
    assert.equal(found === undefined, after === undefined, `presence of ${JSON.stringify(name)}`);
    if (after === undefined || found === undefined) continue;
    assert.deepEqual(Uint8Array.from(readFileSync(join(root, name))), Uint8Array.from(after.bytes), JSON.stringify(name));
    assert.equal((found.mode & 0o100) !== 0, after.mode === "0755", `mode of ${JSON.stringify(name)}`);
  }
}

test("renderFileDiff() writes what git apply makes the state after of, byte for byte", (t) => {
  const { root, run } = scratch(t);
  run("git", ["init", "-q"]);
  let round = 0;
  fc.assert(
    fc.property(sidesOf(twoBytes), (files) => {
      round += 1;
      const placed = files.map((file) => ({ ...file, path: `r${String(round)}/${file.path}` }));
      writeSides(root, placed, "before");
      const patch = placed.map(diffOf).join("");
      run("git", ["apply", "--check", "-"], patch);
      run("git", ["apply", "-"], patch);
      assertAfter(root, placed);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

test("renderFileDiff() writes what git apply takes when a file is another one from its first line to its last", (t) => {
  const { root, run } = scratch(t);
  run("git", ["init", "-q"]);
  const linesOf = (letter: string): Uint8Array => utf8(Array.from({ length: 2500 }, (_, at) => `${letter}${String(at)}\n`).join(""));
  const before = { bytes: linesOf("a"), mode: "0644" } as const;
  const file: Sides = { path: "long", before, after: { bytes: linesOf("b"), mode: "0644" } };
  writeSides(root, [file], "before");
  run("git", ["apply", "-"], diffOf(file));
  assertAfter(root, [file]);
});

// No text at all when there is no such program.
const isGnuPatch = String(spawnSync("patch", ["--version"]).stdout).startsWith("GNU patch");
const skip = isGnuPatch ? false : "GNU patch is not installed";

test("renderFileDiff() writes what GNU patch makes the state after of, when it is text", { skip }, (t) => {
  const { root, run } = scratch(t);
  let round = 0;
  fc.assert(
    fc.property(sidesOf(twoTexts), (files) => {
      round += 1;
      const placed = files.map((file) => ({ ...file, path: `r${String(round)}/${file.path}` }));
      writeSides(root, placed, "before");
      const patch = placed.map(diffOf).join("");
      run("patch", ["--dry-run", "-p1"], patch);
      assert.match(run("patch", ["-p1"], patch).toString(), /^(?!.*(?:offset|fuzz)).*$/su);
      assertAfter(root, placed);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

/** Asserts that our own reading of a patch makes every file what it is to be. */
function assertApplied(changed: readonly Sides[], patch: Uint8Array): void {
  const byPath = new Map(changed.map((file) => [file.path, file]));
  const patches = parsePatch("x.patch", patch);
  assert.deepEqual(new Set(patches.map((file) => file.path)), new Set(byPath.keys()));
  assert.equal(patches.length, changed.length);
  for (const one of patches) {
    const { before, after } = byPath.get(one.path) ?? {};
    const outcome = applyPatch(before === undefined ? { type: "absent" } : { type: "file", ...before }, one, digest);
    const wanted = after === undefined ? { type: "absent" } : { type: "file", bytes: Uint8Array.from(after.bytes), mode: after.mode };
    assert.deepEqual(outcome, { type: "applied", after: wanted });
  }
}

test("applyPatch() makes the state after of what git diff writes, binary deltas included", (t) => {
  const { root, run } = scratch(t);
  run("git", ["init", "-q"]);
  run("git", ["config", "gc.auto", "0"]);
  let deltas = 0;
  fc.assert(
    fc.property(sidesOf(twoBytes), fc.constantFrom("--no-prefix", "--full-index", "--src-prefix=i/", "-U10"), (files, option) => {
      // What binary files have in common makes git write deltas.
      const head = new Uint8Array(3000).map((_, at) => (at * at * 7919) >> 5);
      const more = files.slice(0, 5).map((file): Sides => ({ ...file, path: `more/${file.path}`, ...withHead(file, head) }));
      const all = [...files, ...more];
      run("git", ["rm", "-rqf", "--cached", "--ignore-unmatch", "."]);
      writeSides(root, all, "before");
      run("git", ["add", "--all", "--force"]);
      const from = run("git", ["write-tree"]).toString().trim();
      writeSides(root, all, "after");
      run("git", ["add", "--all", "--force"]);
      const patch = run("git", ["diff", "--cached", "--no-renames", "--binary", option, from]);
      deltas += patch.toString("latin1").split("\ndelta ").length - 1;
      assertApplied(
        all.filter((file) => diffOf(file) !== ""),
        patch,
      );
      rmSync(join(root, "more"), { recursive: true, force: true });
      for (const { path: name } of files) rmSync(join(root, name.split("/", 1)[0] ?? ""), { recursive: true, force: true });
    }),
    { numRuns: 3, endOnFailure: true },
  );
  assert.ok(deltas > 0, "git wrote no delta");
});

function withHead({ before, after }: Sides, head: Uint8Array): Pick<Sides, "before" | "after"> {
  const add = (side: Side | undefined): Side | undefined => side && { ...side, bytes: Uint8Array.from([0, ...head, ...side.bytes]) };
  return { before: add(before), after: add(after) };
}

test("renderFileDiff() deletes a link so that git apply takes it, and puts a file in its place", (t) => {
  const { root, run } = scratch(t);
  run("git", ["init", "-q"]);
  const file = stateOf({ bytes: utf8("text\n"), mode: "0644" });
  for (const target of ["a/b", "../ü x", "with\nline"]) {
    symlinkSync(target, join(root, "l"));
    const gone = renderFileDiff({ path: "l", before: { type: "link", target }, after: { type: "absent" } }, digest);
    run("git", ["apply", "--check", "-"], gone);
    run("git", ["apply", "-"], renderFileDiff({ path: "l", before: { type: "link", target }, after: file }, digest));
    assert.equal(readFileSync(join(root, "l"), "utf8"), "text\n");
    assert.ok(lstatSync(join(root, "l")).isFile());
    const [patch] = parsePatch("x.patch", utf8(gone));
    assert.ok(patch !== undefined);
    assert.deepEqual(applyPatch({ type: "link", target }, patch, digest), { type: "applied", after: { type: "absent" } });
    rmSync(join(root, "l"));
  }
});

test("applyPatch() makes the state after of what renderFileDiff() writes, several files at once", () => {
  fc.assert(
    fc.property(sidesOf(twoBytes), (files) => {
      const changed = files.filter((file) => diffOf(file) !== "");
      assertApplied(changed, utf8(changed.map(diffOf).join("")));
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
