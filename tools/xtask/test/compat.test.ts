import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith, linux, memoryFiles, rulesWith, snapshotOf } from "@lockstep/testing";
import fc from "fast-check";
import { quoteWord, splitWords } from "../src/compat/split-words.ts";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, sources: ["help"], ...more });
const key = flag("--api-key", { takes_value: true });
const exec = (flags: readonly object[]) => ({
  path: ["exec"],
  usage: "tool exec [OPTIONS] [PROMPT]",
  args: [{ name: "PROMPT", required: false, variadic: false }],
  flags,
  sources: ["help"],
});
const config = flag("--config", { short: "-c", takes_value: true });

function committed(): ReturnType<typeof memoryFiles> {
  const of = (version: string, flags: readonly object[], more: object = {}) =>
    renderJson({
      ...snapshotOf(linux, [{ path: [], sources: ["help"] }, exec([config, key, flag("--json"), ...flags])], version),
      ...more,
    });
  return memoryFiles({
    "manifests/tool/RULES.json": renderJson(rulesWith()),
    "manifests/tool/cli.json": renderJson(descriptorWith({})),
    [`manifests/tool/snapshots/1.0.0/${linux}.json`]: of("1.0.0", [flag("--auto")]),
    [`manifests/tool/snapshots/1.1.0/${linux}.json`]: of("1.1.0", [flag("--auto", { hidden: true })]),
    [`manifests/tool/snapshots/1.2.0/${linux}.json`]: of("1.2.0", [], { rejected: [{ path: ["exec"], key: "--auto" }] }),
  });
}

test("compat exits with 0 when the line works in the newest version, and with 2 when it does not, and says why and since when", async () => {
  const works = await run(testWorld(committed()), ["compat", "--cli", "tool", "--argv", "tool exec --json 'do it'"]);
  assert.equal(works.code, 0, works.err);
  assert.match(works.out, /^tool exec --json 'do it'\n.*read by 3 versions\n\n {2}1\.0\.0 to 1\.2\.0 {2}works\n/);
  assert.match(works.out, /\nWorks in 1\.2\.0, the newest known\n$/);
  const breaks = await run(testWorld(committed()), "compat --cli tool -- exec --auto hello");
  assert.equal(breaks.code, 2, breaks.err);
  assert.match(
    breaks.out,
    /\n {2}1\.0\.0 {2}works\n {2}1\.1\.0 {2}works, at risk\n {9}the flag "--auto" is accepted, but help conceals it\n/,
  );
  assert.match(breaks.out, /\n {2}1\.2\.0 {2}breaks\n {9}--auto: "exec" refuses the flag "--auto" \[rejected\]\n/);
  assert.equal((await run(testWorld(committed()), "compat --cli tool --version 1.1.0 -- exec --auto hello")).code, 0);
});

test("compat --json gives the ranges with the words that break the line", async () => {
  const ran = await run(testWorld(committed()), "compat --cli tool --json -- exec --auto hello");
  const { ranges, works, version, argv } = documentOf(ran);
  assert.deepEqual([works, version, argv], [false, "1.2.0", ["exec", "--auto", "hello"]]);
  assert.deepEqual(
    (
      ranges as readonly { readonly from: string; readonly works: boolean; readonly breaks: unknown; readonly risks: readonly unknown[] }[]
    ).map(({ from, works: does, breaks, risks }) => [from, does, breaks, risks.length]),
    [
      ["1.0.0", true, [], 0],
      ["1.1.0", true, [], 1],
      ["1.2.0", false, [{ token: 1, word: "--auto", reason: "rejected", text: '"exec" refuses the flag "--auto"' }], 0],
    ],
  );
});

test("compat says that nobody knows where nobody asked, exits with 2, and has works: null", async () => {
  const files = committed();
  const later = snapshotOf(linux, [{ path: [], sources: ["help"] }, exec([flag("--json"), flag("--new")])], "1.3.0");
  await files.writeAll(new Map([[`manifests/tool/snapshots/1.3.0/${linux}.json`, renderJson(later)]]));
  const words = "--cli tool --version 1.2.0";
  const ran = await run(testWorld(files), `compat ${words} -- exec --new`);
  assert.equal(ran.code, 2, ran.err);
  assert.match(ran.out, /\n {2}1\.0\.0 to 1\.2\.0 {2}unknown\n {18}--new: no help of 1\.2\.0 shows the flag "--new" at "exec"/);
  assert.match(ran.out, /\[not-asked\]/);
  assert.match(ran.out, /\nNobody knows whether it works in 1\.2\.0\n$/);
  const { works, ranges } = documentOf(await run(testWorld(files), `compat ${words} --json -- exec --new`));
  assert.equal(works, null);
  const [first, second] = ranges as readonly { readonly works: unknown; readonly doubts: readonly { readonly text: string }[] }[];
  assert.deepEqual([first?.works, second?.works], [null, true]);
  assert.deepEqual(
    first?.doubts.map(({ text, ...doubt }) => ({ ...doubt, isTold: text !== "" })),
    [{ token: 1, word: "--new", unit: "flag", isTold: true }],
  );
});

test("compat quotes no value of a flag that is for a secret when its own options are wrong", async () => {
  for (const words of [
    ["--argv", "--api-key hunter2pass exec"],
    ["--argv", "--api-key=hunter2pass exec"],
    ["--argv=exec", "--api-key=hunter2pass"],
    ["--argv=exec", "--api-key", "hunter2pass"],
    ["--api-key hunter2pass", "--argv=exec"],
    ["--argv", "exec --api-key 'hunter2pass"],
    ["--argv", "exec --api-key -hunter2pass"],
    ["--", "exec", "--api-key", "--hunter2pass=hunter2pass"],
    ["--", "exec", "--password", "-hunter2pass"],
  ]) {
    const ran = await run(testWorld(committed()), ["compat", "--cli", "tool", ...words]);
    assert.ok(!`${ran.out}${ran.err}`.includes("hunter2pass"), `${words.join(" ")}: ${ran.out}${ran.err}`);
  }
});

test("compat suggests what an unknown flag or command may have been meant as", async () => {
  const unknown = await run(testWorld(committed()), "compat --cli tool -- exec --jsno");
  assert.equal(unknown.code, 2);
  assert.match(unknown.out, /--jsno: "exec" has no flag "--jsno" \[unknown-flag\]/);
  assert.match(unknown.out, /\nDid you mean "--json" for "--jsno"\?\n$/);
  assert.match((await run(testWorld(committed()), "compat --cli tool -- exce")).out, /Did you mean "exec" for "exce"\?/);
});

test("compat shows no value that looks like a secret, as text or as JSON", async () => {
  const secrets = ["sk-abcdefgh1234", "hunter2pass", "letmein99", "ghp_aaaaaaaaaaaaaaaaaaaa", "zz"];
  const line = [
    "exec",
    "--api-key",
    secrets[1] ?? "",
    "-c",
    `access_token=${secrets[2] ?? ""}`,
    "-c",
    `x=${secrets[0] ?? ""}`,
    "--password",
    "zz",
    secrets[3] ?? "",
    "--api-key=other-value",
  ];
  for (const words of [["--"], ["--json", "--"]]) {
    const ran = await run(testWorld(committed()), ["compat", "--cli", "tool", ...words, ...line]);
    for (const secret of [...secrets, "other-value"])
      assert.ok(!ran.out.includes(secret) && !ran.err.includes(secret), `${secret} in ${ran.out}`);
    assert.ok(ran.out.includes("[redacted]"));
    assert.ok(ran.out.includes("--api-key=[redacted]"));
  }
  const harmless = await run(testWorld(committed()), ["compat", "--cli", "tool", "--", "exec", "-c", "model=fast", "tell me"]);
  assert.match(harmless.out, /^tool exec -c model=fast 'tell me'\n/);
});

test("compat refuses lines and versions that are none, and writes nothing", async () => {
  const files = committed();
  const refused = (words: readonly string[], code: number, err: RegExp): Promise<void> =>
    assertRefused(files, ["compat", "--cli", "tool", ...words], code, err);
  await refused([], 64, /error\[OPTION_MISSING\]: "xtask compat" needs a command line/);
  await refused(["--argv", "exec", "--", "exec"], 64, /error\[OPTION_CONFLICT\]/);
  await refused(["--argv", "exec 'it"], 64, /error\[LINE_UNFINISHED\]: .*a quote \('\) without its end/);
  await refused(["--argv", "exec \\"], 64, /error\[LINE_UNFINISHED\]: .*a backslash/);
  await refused(["--argv", "  "], 64, /error\[LINE_EMPTY\]/);
  await refused(
    ["--version", "1.5.0", "--argv", "exec"],
    3,
    /error\[VERSION_UNKNOWN\]: tool 1\.5\.0 was not looked at; known are 1\.0\.0, 1\.1\.0, 1\.2\.0\n {2}hint: Look at it: xtask history build --cli tool --versions 1\.5\.0/,
  );
  await refused(["--version", "new", "--argv", "exec"], 64, /error\[OPTION_VALUE\]/);
  await refused(["--target", "riscv", "--argv", "exec"], 64, /error\[TARGET_UNKNOWN\]/);
  await refused(["--target", "aarch64-apple-darwin", "--argv", "exec"], 3, /error\[HISTORY_EMPTY\]/);
  await refused(["exec"], 64, /error\[WORD_UNEXPECTED\]/);
  await assertRefused(files, "compat --cli absent --argv exec", 3, /error\[CLI_UNKNOWN\]/);
});

test("splitWords() splits as a shell does", () => {
  assert.deepEqual(splitWords(`a  'b c' "d \\"e\\" \\x" f\\ g '' h'i'"j"\tk\n`), ["a", "b c", 'd "e" \\x', "f g", "", "hij", "k"]);
  assert.deepEqual(splitWords(""), []);
});

test("splitWords() gives back the words that quoteWord() quoted", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }), (words) => {
      assert.deepEqual(splitWords(words.map(quoteWord).join(" ")), words);
    }),
  );
});
