import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Observation } from "../ports.ts";
import { foldPath } from "./fold-path.ts";
import { readGivenPath, refusePath } from "./lexical.ts";
import { refuseObserved, realPlaces } from "./observed.ts";
import { quotePath, type RefusalType } from "./refusal.ts";
import { refuseBeside, refuseTogether } from "./together.ts";

const refused: readonly (readonly [string, RefusalType])[] = [
  ["", "form"],
  [".", "form"],
  ["a//b", "form"],
  ["a/", "form"],
  ["a/./b", "form"],
  ["/etc/passwd", "absolute"],
  ["..", "parent"],
  ["a/../../b", "parent"],
  ["a/../b", "parent"],
  ["a\0b", "nul"],
  ["a\\b", "backslash"],
  ["..\\b", "backslash"],
  ["C:/x", "colon"],
  ["a.txt:stream", "colon"],
  ["a\ud800", "not-unicode"],
  ["a./b", "trailing"],
  ["a ", "trailing"],
  ["...", "trailing"],
  ["con", "device"],
  ["src/NUL.txt", "device"],
  ["nul .txt", "device"],
  ["Com1.tar.gz", "device"],
  ["lpt³", "device"],
  ["CONIN$", "device"],
  [".git/hooks/x", "git"],
  ["sub/.git", "git"],
  ["a/.GIT/config", "git"],
  ["GIT~1/config", "git"],
  [".g\u200cit/config", "git"],
  [".git\ufeff/config", "git"],
  [".git./config", "git"],
  [".git ", "git"],
  [".xtask/plans/x.json", "own-folder"],
  [".XTASK/plans.lock", "own-folder"],
  ["xtask~1/plans.lock", "own-folder"],
  ["packages/a/.xtask/x", "own-folder"],
  ["a".repeat(256), "too-long"],
  ["ä".repeat(128), "too-long"],
  ["abcd/".repeat(1000), "form"],
  [`${"abcd/".repeat(1000)}x`, "too-long"],
];
for (const [path, type] of refused) {
  test(`refusePath() refuses ${quotePath(path)} as ${type}`, () => {
    const refusal = refusePath(path);
    assert.equal(refusal?.type, type);
    assert.equal(refusal?.path, path);
    assert.match(refusal?.message ?? "", /^".*" \S.*[^.]$/su);
  });
}

for (const path of [
  "a",
  "a/b.txt",
  ".gitignore",
  ".github/x",
  "git~x",
  "console.ts",
  "com10",
  "nulls/x",
  "a b/ü 🚀.txt",
  'odd"\t\n',
  "-x",
  "~",
  "ä".repeat(127),
]) {
  test(`refusePath() takes ${quotePath(path)}`, () => assert.equal(refusePath(path), undefined));
}

test("readGivenPath() starts at the current folder and drops dots and doubled slashes", () => {
  assert.deepEqual(readGivenPath("./b//c.txt", "a"), { type: "path", path: "a/b/c.txt" });
  assert.deepEqual(readGivenPath("b", ""), { type: "path", path: "b" });
});

for (const given of ["", "/a", "b/", "../a", "../../a", ".git/x", ".", "./"]) {
  test(`readGivenPath() refuses ${quotePath(given)} below "sub"`, () => {
    const outcome = readGivenPath(given, "sub");
    // `.` is the folder itself; its name alone is a path like another.
    if (given === ".") assert.deepEqual(outcome, { type: "path", path: "sub" });
    else assert.equal(outcome.type === "refused" && outcome.refusal.path, given);
  });
}

const hostilePart = fc.constantFrom(
  "..",
  ".",
  "",
  "a",
  "b",
  ".git",
  ".GIT",
  "git~1",
  ".xtask",
  "C:",
  "a\\..\\..",
  "...",
  "nul",
  "\0",
  "x.",
  "ſ",
  "%2e%2e",
);
const hostilePath = fc
  .array(fc.oneof(hostilePart, fc.string({ unit: "grapheme", maxLength: 6 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join("/"));

test("refusePath() and readGivenPath() take no path that leaves the root, enters a store or is spelled in two ways", () => {
  let taken = 0;
  fc.assert(
    fc.property(hostilePath, hostilePath, (given, folder) => {
      const outcome = readGivenPath(given, folder);
      const paths = [given, ...(outcome.type === "path" ? [outcome.path] : [])];
      for (const path of paths) {
        if (refusePath(path) !== undefined) {
          assert.notEqual(path, outcome.type === "path" ? outcome.path : undefined, "a path that was read is one that may be planned");
          continue;
        }
        taken += 1;
        assert.equal(posix.normalize(path), path);
        assert.ok(posix.join("/root", path).startsWith("/root/"));
        assert.ok(!path.split("/").some((part) => [".GIT", ".XTASK"].includes(foldPath(part))));
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(taken > 100, `only ${String(taken)} paths were taken`);
});

const here: Observation = { state: { type: "absent" }, realFolder: "", twins: [] };
const file: Observation["state"] = { type: "file", sha256: "0".repeat(64), sizeBytes: 1, mode: "0644" };

const observed: readonly (readonly [string, Partial<Observation>, readonly RefusalType[]])[] = [
  ["nothing there", {}, []],
  ["a file", { state: file }, []],
  ["a linked folder inside of the workspace", { state: file, realFolder: "other" }, []],
  ["a folder that leads outside", { realFolder: undefined }, ["leads-outside"]],
  ["a folder that leads into .git", { realFolder: ".git/hooks" }, ["leads-into-store"]],
  ["a folder that leads into .git of a submodule", { realFolder: "sub/.git" }, ["leads-into-store"]],
  ["a folder that leads into .xtask", { realFolder: ".xtask/plans" }, ["leads-into-store"]],
  ["a file above it", { blockedBy: "dir" }, ["blocked"]],
  ["twins", { twins: ["Dir/a", "DIR/a"] }, ["twin", "twin"]],
  ["a link", { state: { type: "link", target: "/etc/passwd" } }, ["link"]],
  ["a folder", { state: { type: "folder" } }, ["folder"]],
  ["a pipe", { state: { type: "other" } }, ["special"]],
];
for (const [name, observation, types] of observed) {
  test(`refuseObserved() says ${JSON.stringify(types)} of ${name}`, () => {
    const refusals = refuseObserved("dir/a", { ...here, ...observation }, "modify");
    assert.deepEqual(
      refusals.map(({ type }) => type),
      types,
    );
    for (const { path, message } of refusals) assert.ok(path === "dir/a" && message.startsWith('"dir/a" '));
  });
}

test("refuseObserved() lets a link be deleted", () => {
  assert.deepEqual(refuseObserved("a", { ...here, state: { type: "link", target: "/etc/passwd" } }, "delete"), []);
});

test("refuseObserved() names the target of a link that would be written through", () => {
  const [refusal] = refuseObserved("a", { ...here, state: { type: "link", target: "../secret" } }, "modify");
  assert.match(refusal?.message ?? "", /^"a" is a link to "\.\.\/secret", and a file is wanted/u);
});

test("realPlaces() follows folder links as far as the observation tells", () => {
  assert.deepEqual(realPlaces("l/a", { ...here, state: file, realFolder: "d" }), ["d/a"]);
  assert.deepEqual(realPlaces("l/new/a", { ...here, realFolder: "d", missingFolders: 1 }), ["d/new/a"]);
  assert.deepEqual(realPlaces("l/new/a", { ...here, realFolder: "", missingFolders: 1 }), ["new/a"]);
  assert.deepEqual(realPlaces("d/new/a", { ...here, realFolder: "d" }), ["d/new/a"]);
  assert.ok(realPlaces("l/new/a", { ...here, realFolder: "d" }).includes("d/new/a"));
  assert.deepEqual(realPlaces("l/a", { ...here, realFolder: undefined }), []);
});

const together: readonly (readonly [readonly string[], readonly (readonly [string, RefusalType])[]])[] = [
  [["a", "b", "dir/a", "dir/b"], []],
  [["a", "A"], [["A", "twin"]]],
  [["dir/a", "Dir/b"], [["Dir/b", "twin"]]],
  [["\u00fc", "u\u0308"], [["u\u0308", "twin"]]],
  [["stra\u00dfe", "STRASSE"], [["STRASSE", "twin"]]],
  [["a", "a/b"], [["a/b", "below-file"]]],
  [["a/b/c", "a"], [["a/b/c", "below-file"]]],
  [["a", "ab", "a.b/c"], []],
];
for (const [paths, expected] of together) {
  test(`refuseTogether() says ${JSON.stringify(expected)} of ${JSON.stringify(paths)}`, () => {
    const refusals = refuseTogether(paths);
    assert.deepEqual(
      refusals.map(({ path, type }) => [path, type]),
      expected,
    );
  });
}

test("refuseBeside() refuses a path beside others exactly when refuseTogether() refuses all of them", () => {
  const name = fc.array(fc.constantFrom("a", "A", "b", "\u00fc", "u\u0308", "\u00dc", "ab", "aB", "a.b", "\u00df", "ss", "a\u200d"), {
    minLength: 1,
    maxLength: 3,
  });
  let refusedOnes = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(
        name.map((parts) => parts.join("/")),
        { minLength: 1, maxLength: 4 },
      ),
      ([path = "", ...others]) => {
        fc.pre(refuseTogether(others).length === 0);
        const isRefused = refuseBeside(path, others).length > 0;
        refusedOnes += Number(isRefused);
        assert.equal(isRefused, refuseTogether([path, ...others]).length > 0);
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(refusedOnes > 50);
});

test("quotePath() shows what is not seen, and the ends of what is long", () => {
  assert.equal(quotePath('a"\n\u202e\u009b\u{e0001}'), String.raw`"a\"\n\u{202e}\u{009b}\u{e0001}"`);
  assert.equal(quotePath("x".repeat(5000)), `"${"x".repeat(80)}…${"x".repeat(20)}"`);
  assert.equal(quotePath("ü 🚀"), '"ü 🚀"');
});
