import { EnvironmentError, renderJson } from "@lockstep/kernel";
import { memoryFiles } from "@lockstep/testing";

/** One change of a valid root. Pointers are JSON pointers; `-` at the end appends to an array. */
export type Edit =
  | { readonly set: string; readonly at: string; readonly to: unknown }
  | { readonly remove: string; readonly at: string }
  | { readonly write: string; readonly text: string }
  | { readonly copy: string; readonly to: string }
  | { readonly drop: string }
  /** Every access to the path fails, with the code of an `EnvironmentError`. */
  | { readonly fail: string; readonly code: "FILE_ACCESS" | "FILE_NOT_UTF8" };

type Tree = Map<string, unknown>;

const linux = "linux-x64";
const mac = "darwin-arm64";
const targets = [linux, mac];
const time = "2026-01-02T03:04:05Z";

const binary = (target: string) => ({
  sha256: "a".repeat(64),
  size_bytes: 7,
  platform: { os: target === mac ? "macos" : "linux", arch: target === mac ? "aarch64" : "x86_64" },
  target_triple: target,
  version_output: "tool 1.2.0",
  semantic_version: "1.2.0",
});

const snapshot = (target: string) => ({
  snapshot_schema_version: 1,
  tool: "tool-cli",
  collected_at: time,
  binary: binary(target),
  commands: [
    { path: [], flags: [{ long: "--help", takes_value: false }] },
    { path: ["exec"], args: [{ name: "PROMPT", required: true, variadic: false }], flags: [{ long: "--json", takes_value: false }] },
  ],
});

const report = (filter: object, inputs: readonly string[]) => ({
  schema_version: 1,
  generated_at: time,
  inputs: {
    upstream: { semantic_version: "1.2.0", mode: "union", targets: inputs },
    wrapper: { schema_version: 1, wrapper_version: "0.1.0" },
    rules: { rules_schema_version: 1 },
  },
  platform_filter: filter,
  deltas: {
    missing_commands: [],
    missing_flags: [{ path: ["exec"], key: "--json", upstream_available_on: targets }],
    missing_args: [],
    intentionally_unsupported: [
      { path: ["exec"], name: "PROMPT", upstream_available_on: targets, wrapper_level: "intentionally_unsupported", note: "Not needed." },
    ],
  },
});

const union = {
  snapshot_schema_version: 2,
  tool: "tool-cli",
  mode: "union",
  collected_at: time,
  expected_targets: targets,
  complete: true,
  inputs: targets.map((target) => ({ target_triple: target, collected_at: time, binary: binary(target) })),
  commands: [
    { path: [], available_on: targets, flags: [{ key: "--help", long: "--help", takes_value: false, available_on: targets }] },
    {
      path: ["exec"],
      available_on: targets,
      args: [{ name: "PROMPT", required: true, variadic: false, available_on: targets }],
      flags: [{ key: "--json", long: "--json", takes_value: false, available_on: targets }],
    },
  ],
};

const rules = {
  rules_schema_version: 1,
  versioning: { pointers: { stable_semver_pattern: "^\\d+\\.\\d+\\.\\d+$" } },
  globals: { effective_flags_model: { enabled: true } },
  parity_exclusions: {
    schema_version: 1,
    units: [
      { unit: "command", path: ["completion"], note: "Shells only." },
      { unit: "flag", path: [], key: "--help", note: "Every command has it." },
    ],
  },
  union: { required_target: linux, expected_targets: targets, platform_mapping: { [linux]: "linux", [mac]: "macos" } },
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

const metadata = {
  schema_version: 1,
  semantic_version: "1.2.0",
  status: "validated",
  updated_at: time,
  artifacts: { snapshots_dir: "snapshots/1.2.0", reports_dir: "reports/1.2.0", union_complete: true },
  coverage: { supported_targets: targets, supported_required_target: true },
  validation: { passed_targets: [linux], failed_targets: [], skipped_targets: [mac] },
  promotion: { eligible_for_latest_validated: true },
};

const coverage = {
  schema_version: 1,
  generated_at: time,
  wrapper_version: "0.1.0",
  coverage: [
    { path: [], level: "explicit" },
    {
      path: ["exec"],
      level: "explicit",
      flags: [{ key: "--json", level: "unsupported" }],
      args: [{ name: "PROMPT", level: "intentionally_unsupported", note: "Not needed." }],
    },
  ],
};

/** The files of a minimal valid root: one validated version, two targets, a complete union. */
function validTree(): Tree {
  const documents: readonly (readonly [string, unknown])[] = [
    ["RULES.json", rules],
    ["min_supported.txt", "1.2.0\n"],
    ["latest_validated.txt", "1.2.0\n"],
    [`pointers/latest_supported/${linux}.txt`, "1.2.0\n"],
    [`pointers/latest_supported/${mac}.txt`, "1.2.0\n"],
    [`pointers/latest_validated/${linux}.txt`, "1.2.0\n"],
    [`pointers/latest_validated/${mac}.txt`, "none\n"],
    ["versions/1.2.0.json", metadata],
    ["snapshots/1.2.0/union.json", union],
    ...targets.map((target) => [`snapshots/1.2.0/${target}.json`, snapshot(target)] as const),
    ["reports/1.2.0/coverage.any.json", report({ mode: "any" }, targets)],
    ["reports/1.2.0/coverage.all.json", report({ mode: "all" }, targets)],
    ...targets.map(
      (target) => [`reports/1.2.0/coverage.${target}.json`, report({ mode: "exact_target", target_triple: target }, [target])] as const,
    ),
    ["wrapper_coverage.json", coverage],
  ];
  return new Map(documents.map(([path, value]) => [path, structuredClone(value)]));
}

/**
 * The texts of a valid root after some edits, by path. `current.json` follows the union of 1.2.0 unless an edit writes or drops
 * it, so that a broken union is not two mistakes.
 */
export function editedRoot(edits: readonly Edit[]): Readonly<Record<string, string>> {
  const tree = validTree();
  let followsUnion = true;
  for (const edit of edits) {
    if ("write" in edit) tree.set(edit.write, edit.text);
    else if ("drop" in edit) tree.delete(edit.drop);
    else if ("copy" in edit) tree.set(edit.to, structuredClone(tree.get(edit.copy)));
    else if ("set" in edit) change(tree.get(edit.set), edit.at, edit.to);
    else if ("remove" in edit) change(tree.get(edit.remove), edit.at, undefined);
    if (("write" in edit && edit.write === "current.json") || ("drop" in edit && edit.drop === "current.json")) followsUnion = false;
  }
  const texts = Object.fromEntries([...tree].map(([path, value]) => [path, typeof value === "string" ? value : renderJson(value)]));
  const unionText = texts["snapshots/1.2.0/union.json"];
  return followsUnion && unionText !== undefined ? { ...texts, "current.json": unionText } : texts;
}

/** In-memory files with an edited root at each of the folders, failing where edits say so. */
export function filesWith(roots: Readonly<Record<string, readonly Edit[]>>): ReturnType<typeof memoryFiles> {
  const texts: Record<string, string> = {};
  const failures = new Map<string, string>();
  for (const [root, edits] of Object.entries(roots)) {
    for (const [path, text] of Object.entries(editedRoot(edits))) texts[`${root}/${path}`] = text;
    for (const edit of edits) if ("fail" in edit) failures.set(`${root}/${edit.fail}`, edit.code);
  }
  const files = memoryFiles(texts);
  const guard = (path: string): string => {
    const code = failures.get(path);
    if (code === undefined) return path;
    throw new EnvironmentError(
      code,
      code === "FILE_NOT_UTF8" ? `"${path}" is not UTF-8 text` : `Cannot read "${path}": permission denied (EACCES)`,
    );
  };
  return {
    ...files,
    readText: async (path) => files.readText(guard(path)),
    list: async (path) => files.list(guard(path)),
    stat: async (path) => files.stat(guard(path)),
  };
}

function change(document: unknown, pointer: string, to: unknown): void {
  const tokens = pointer.split("/").slice(1);
  const last = tokens.pop() ?? "";
  let parent = document as Record<string, unknown>;
  for (const token of tokens) parent = parent[token] as Record<string, unknown>;
  if (last === "-" && Array.isArray(parent)) parent.push(to);
  else if (to !== undefined) parent[last] = to;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}
