import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import type { Files, Processes } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { descriptorWith } from "@lockstep/testing";
import { main } from "../src/main.ts";

/** The world of the tests of `snapshot`: a folder for each test, scripted CLIs, real processes. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "snapshot-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A path in the test's own folder, which is the working directory of the command. */
export const at = (path: string): string => join(folder, path);

export const target = "x86_64-unknown-linux-musl";
export const outFile = `manifests/tool/snapshots/1.2.3/${target}.json`;

/** A CLI descriptor; the fakes are shell scripts. */
export const descriptor = descriptorWith({
  env: { TOOL_HOME: "{home}/.tool" },
  targets: [{ target_triple: target, os: "linux", arch: "x86_64", runner: "any" }],
});

export const rules = {
  rules_schema_version: 1,
  versioning: { pointers: { stable_semver_pattern: "^\\d+\\.\\d+\\.\\d+$" } },
  globals: { effective_flags_model: { enabled: true } },
  union: { required_target: target, expected_targets: [target], platform_mapping: { [target]: "linux" } },
  wrapper_coverage: {
    scope_semantics: {
      defaults: { no_scope_means: "all_expected_targets" },
      platforms_expand_using: "union.platform_mapping",
      scope_set_resolution: { mode: "union" },
    },
  },
  storage: { retention: { keep_last_validated: 3 } },
  version_metadata: {
    supported_policy: {
      coverage_requirement: { allowed_levels: ["explicit"], disallowed_levels: ["unknown"], treat_missing_as: "unknown" },
    },
  },
};

export interface Setup {
  readonly script: string;
  readonly descriptor?: object;
  readonly rules?: object;
}

/** A shell script's `case` over all words: what to do for each command line. */
export function fake(cases: Readonly<Record<string, string>>): string {
  const arms = Object.entries({ "--version": "echo tool 1.2.3", ...cases }).map(([words, action]) => `'${words}') ${action};;`);
  return `#!/bin/sh\ncase "$*" in\n${arms.join("\n")}\n*) echo "error: unrecognized: $*" >&2; exit 2;;\nesac\n`;
}

export function help(usage: string, commands: readonly string[] = [], flags: readonly string[] = []): string {
  const lines = [
    `About ${usage}`,
    "",
    `Usage: ${usage} [OPTIONS]`,
    ...(commands.length === 0 ? [] : ["", "Commands:", ...commands.map((row) => `  ${row}`)]),
    "",
    "Options:",
    ...[...flags, "-h, --help  Help"].map((row) => `  ${row}`),
  ];
  return `cat <<'END'\n${lines.join("\n")}\nEND\n`;
}

export async function install({ script, descriptor: own = descriptor, rules: ownRules = rules }: Setup): Promise<string> {
  const root = at("manifests/tool");
  await mkdir(root, { recursive: true });
  await writeFile(join(root, "cli.json"), JSON.stringify(own));
  await writeFile(join(root, "RULES.json"), JSON.stringify(ownRules));
  await writeFile(at("tool"), script, { mode: 0o755 });
  return at("tool");
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The command lines that were started, the shell's batches as one. */
  readonly spawned: readonly string[];
}

export async function snapshot(
  words: readonly string[],
  options: {
    readonly files?: (disk: Files) => Files;
    readonly env?: Readonly<Record<string, string>>;
    readonly now?: string;
    readonly os?: string;
  } = {},
): Promise<Run> {
  let stdout = "";
  let stderr = "";
  const spawned: string[] = [];
  const processes: Processes = {
    run: (request) => {
      spawned.push([request.file, ...request.args].join(" "));
      return runProcess(request);
    },
  };
  const disk = diskFiles(folder);
  const code = await main(["snapshot", "--cli", "tool", ...words], {
    world: {
      files: { ...disk, makeScratchFolder: scratch, ...options.files?.(disk) },
      processes,
      clock: { now: () => options.now ?? "2026-01-01T00:00:00Z" },
      packages: { fetchArchive: unused, describe: unused, inspect: unused, versions: unused },
      releases: { ofPackage: unused, ofRepository: unused, deprecations: unused },
      binaries: {
        locate: (...names) => at(`.cache/artifacts/${names.join("/")}`),
        makeDownloadFolder: unused,
        integrity: unused,
        entries: unused,
        unpack: unused,
        unpackAll: unused,
        whileAlone: unused,
        keep: unused,
      },
      host: { os: options.os ?? "linux", arch: "x86_64" },
      env: { PATH: process.env["PATH"], ...options.env },
      progress: () => {},
    },
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
  });
  assert.deepEqual(await readdir(at("scratch")).catch(() => []), [], "throw-away folders are left");
  return { code, stdout, stderr, spawned };
}

async function scratch(label: string): Promise<string> {
  await mkdir(at("scratch"), { recursive: true });
  return mkdtemp(at(`scratch/${label}-`));
}

function unused(): never {
  throw new Error("A snapshot needs no packages");
}

export interface Written {
  readonly collected_at: string;
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly flags?: readonly { readonly long?: string; readonly default?: string }[];
    readonly help_sha256?: string;
    readonly aliases?: readonly string[];
  }[];
  readonly features?: {
    readonly enabled_for_snapshot: readonly string[];
    readonly enable_failures?: readonly object[];
    readonly requested_enable?: readonly string[];
  };
  readonly known_omissions?: readonly string[];
}
export const read = async (path = outFile): Promise<Written> => JSON.parse(await readFile(at(path), "utf8")) as Written;
export const paths = ({ commands }: Written): readonly string[] => commands.map(({ path }) => path.join(" "));
export const good = fake({
  "--help": help("tool", ["run  Run it"]),
  "run --help": help("tool run", [], ["--file <FILE>  A file [default: '$HOME']"]),
});
/** A fake whose file is no script of its own, so that what it prints may be cached; run it `--via sh`. */
export const cacheable = (script: string): string => script.replace("#!/bin/sh\n", "");
export const common = ["--binary", "tool", "--out-file", outFile, "--help-timeout-ms", "5000"];
