import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { parseContract, type UnionCommand, type WrapperScenarios } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { linux, targets, unionOf } from "@lockstep/testing";
import type { Outside } from "../../src/world.ts";
import { run, testWorld, type Ran } from "../run.ts";
import { inputFiles } from "../small-root.ts";

const available_on = [...targets];
const flag = (long: string, more: object = {}) => ({ key: long, long, takes_value: false, available_on, ...more });
const valued = (long: string, more: object = {}) => flag(long, { takes_value: true, ...more });

/** 1.2.0 has `--old`, `exec undo` and `trace`, 1.3.0 hides `--deep`, and 1.4.0 adds `--new`. */
const commandsOf = (version: string): readonly UnionCommand[] => [
  { path: [], available_on, flags: [valued("--config", { repeatable: true, global: true }), flag("--version")] },
  {
    path: ["exec"],
    available_on,
    usage: "tool exec [OPTIONS] [PROMPT]",
    args: [{ name: "PROMPT", required: false, variadic: false, available_on }],
    flags: [
      flag("--json"),
      valued("--mode", { possible_values: ["fast", "slow"] }),
      flag("--deep", { hidden: version !== "1.2.0" }),
      ...(version === "1.2.0" ? [flag("--old")] : []),
      ...(version === "1.4.0" ? [flag("--new")] : []),
    ],
  },
  ...(version === "1.2.0"
    ? [
        { path: ["exec", "undo"], available_on },
        { path: ["trace"], available_on },
      ]
    : []),
  { path: ["login"], available_on, flags: [] },
];

/** A root on disk with the unions of three versions, and a way to run the recorder on it. */
export interface RecordingBench {
  readonly folder: string;
  /** Writes a file below the folder; one that begins with `#!` can be run. */
  write(path: string, text: string): string;
  run(words: readonly string[]): Promise<Ran>;
  /** Runs `wrapper-coverage --record` with these options and a command. */
  record(options: readonly string[], command: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** The document that a run wrote to `out.json`. */
  document(): WrapperScenarios & { readonly recording: NonNullable<WrapperScenarios["recording"]> };
  /** Folders that recordings have left behind. */
  leftovers(): readonly string[];
}

export function setUpRecording(t: TestContext): RecordingBench {
  const folder = mkdtempSync(join(tmpdir(), "recording-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const cache = join(folder, "cache");
  mkdirSync(cache);
  const write = (path: string, text: string): string => {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    if (text.startsWith("#!")) chmodSync(place, 0o755);
    return place;
  };
  for (const [path, text] of inputFiles(["1.2.0"], [linux]).tree) write(path.replace("/repo/", ""), text);
  for (const version of ["1.2.0", "1.3.0", "1.4.0"])
    write(`manifests/tool/snapshots/${version}/union.json`, renderJson(unionOf(commandsOf(version), version)));
  const outside = (env: Readonly<Record<string, string>>): Outside =>
    testWorld(scratchIn(diskFiles(folder), cache), { processes: { run: runProcess }, env: { PATH: process.env["PATH"], ...env } });
  return {
    folder,
    write,
    run: (words) => run(outside({}), words),
    record: (options, command, env = {}) =>
      run(outside(env), ["wrapper-coverage", "--cli", "tool", "--record", "--wrapper-version=0.1.0", ...options, "--", ...command]),
    document() {
      const document = parseContract("WrapperScenarios", "out.json", readFileSync(join(folder, "out.json"), "utf8"));
      if (document.recording === undefined) throw new Error("The document has no recording");
      return { ...document, recording: document.recording };
    },
    leftovers: () => readdirSync(cache),
  };
}

/** Scratch folders where the test can look at them. */
function scratchIn(files: Outside["files"], cache: string): Outside["files"] {
  return { ...files, makeScratchFolder: async (label) => mkdtempSync(join(cache, `${label}-`)) };
}
