import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson, type Processes } from "@lockstep/kernel";
import { linux, snapshotOf } from "@lockstep/testing";
import { isOwn } from "../src/diffing/assert-own-binary.ts";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";
import { inputFiles, pinned, root } from "./small-root.ts";

test("isOwn() knows a binary by its own name, or by the words of its version", () => {
  const isTool = (versionText: string, name: string | undefined, known = "tool-cli 1.2.0"): boolean =>
    isOwn({ versionText, name }, "tool", known);
  assert.ok(isTool("tool-cli 1.3.0", "tool"));
  assert.ok(isTool("The new tool 2.0.0", "tool"), "the version is told in other words");
  assert.ok(isTool("tool-cli 1.3.0-alpha.1", "my-tool"), "a renamed file that tells its name");
  assert.ok(isTool("tool-cli 1.3.0\nRun 'tool update'", undefined));
  assert.ok(!isTool("other 1.3.0", "other"));
  assert.ok(!isTool("other 1.3.0", undefined));
  assert.ok(isTool("1.3.0", "tool", "1.2.0"));
  assert.ok(!isTool("1.3.0", "other", "1.2.0"), "a version without a word is told alike by many programs");
  assert.ok(isTool("1.3.0", undefined, "1.2.0"));
});

test("diff refuses the binary of another CLI after its version and root help alone", async () => {
  const files = inputFiles([]);
  const before = snapshotOf(linux, [{ path: [], usage: "tool" }], "1.2.0");
  files.tree.set(`/repo/${root}/snapshots/1.2.0/${linux}.json`, renderJson(before));
  files.tree.set("/repo/other", "bytes");
  const asked: string[] = [];
  const processes: Processes = {
    run: async ({ args }) => {
      const words = args.slice(args.indexOf("/repo/other") + 1).join(" ");
      if (args.includes("/repo/other")) asked.push(words);
      const stdout = words === "--version" ? "other 1.3.0\n" : "Usage: other [OPTIONS]\n\nOptions:\n  -h, --help  Print help\n";
      return { type: "exited", exitCode: 0, signal: null, stdout, stderr: "", durationMs: 1 };
    },
  };
  await assertRefused(
    files,
    `diff --cli tool 1.2.0 --binary other --target ${linux}`,
    3,
    /^error\[BINARY_OTHER\]: The binary "other" is none of tool: its help is that of "other", and its version reads "other 1\.3\.0"\n {2}hint: Name tool itself/,
    { processes, host: { os: "linux", arch: "x86_64" } },
  );
  assert.deepEqual(asked, ["--version", "--help"]);
});

test("diff says of a binary that hangs that diff gives it more time", async () => {
  const files = inputFiles([]);
  files.tree.set(`/repo/${root}/snapshots/1.2.0/${linux}.json`, renderJson(snapshotOf(linux, [{ path: [], usage: "tool" }], "1.2.0")));
  files.tree.set("/repo/slow", "bytes");
  const limits: number[] = [];
  const processes: Processes = {
    run: async ({ args, totalMs }) => {
      if (!args.includes("/repo/slow")) return { type: "exited", exitCode: 0, signal: null, stdout: "", stderr: "", durationMs: 1 };
      limits.push(totalMs ?? 0);
      return { type: "timed-out", exitCode: null, signal: null, stdout: "", stderr: "", durationMs: 1 };
    },
  };
  await assertRefused(
    files,
    `diff --cli tool 1.2.0 --binary slow --target ${linux} --help-timeout-ms 700`,
    3,
    /^error\[PROBE_TIMEOUT\]: .*\n {2}hint: Give it more time with --help-timeout-ms/,
    { processes, host: { os: "linux", arch: "x86_64" } },
  );
  assert.deepEqual(limits, [700 * 6]);
});

test("diff tells a command that the first binary takes as shown now, with the call, and one that it refuses as new", async () => {
  const files = inputFiles([]);
  const top = { path: [], usage: "tool" };
  const snapshots: readonly (readonly [string, readonly object[]])[] = [
    ["1.2.0", [top]],
    ["1.3.0", [top, { path: ["logs"], usage: "tool logs" }, { path: ["tail"], usage: "tool tail" }]],
  ];
  for (const [version, commands] of snapshots)
    files.tree.set(`/repo/${root}/snapshots/${version}/${linux}.json`, renderJson(snapshotOf(linux, commands, version)));
  const artifact = pinned("1.2.0");
  files.tree.set(`/repo/${root}/artifacts.lock.json`, renderJson({ schema_version: 1, versions: [artifact] }));
  const [{ size_bytes: size } = { size_bytes: 0 }] = artifact.artifacts as readonly { readonly size_bytes: number }[];
  files.tree.set("/repo/kept/tool", "x".repeat(size));
  const asked: string[] = [];
  const processes: Processes = {
    run: async ({ args, stdin = "" }) => {
      const words = args.slice(args.indexOf("/repo/kept/tool") + 1);
      asked.push(stdin === "" ? words.join(" ") : "batch");
      const help = words[0] === "logs" ? "Usage: tool logs\n" : "Usage: tool [COMMAND]\n";
      const stdout = `${help}\nOptions:\n  -h, --help  Print help\n`;
      return {
        type: "exited",
        exitCode: stdin === "" ? 0 : 127,
        signal: null,
        stdout: stdin === "" ? stdout : "",
        stderr: "",
        durationMs: 1,
      };
    },
  };
  const world = testWorld(files, {
    processes,
    host: { os: "linux", arch: "x86_64" },
    binaries: { locate: () => "/repo/kept/tool" } as never,
  });
  const { findings } = documentOf(await run(world, `diff --cli tool 1.2.0 1.3.0 --target ${linux} --json`)) as unknown as {
    readonly findings: readonly {
      readonly code: string;
      readonly unit: { readonly path: readonly string[] };
      readonly witness: { readonly words: unknown } | null;
    }[];
  };
  assert.deepEqual(
    findings.map(({ code, unit, witness }) => [code, unit.path.join(" "), witness?.words ?? null]),
    [
      ["command-shown", "logs", ["logs", "--help"]],
      ["command-added", "tail", null],
    ],
    asked.join("|"),
  );
});
