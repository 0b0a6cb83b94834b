import assert from "node:assert/strict";
import { test } from "node:test";
import { findMistakes, type ParityRules } from "@lockstep/contracts";
import { listValidationCodes, renderViolation, RootFiles, validateRoot } from "./index.ts";
import { decisionsFor } from "../rules/decisions.ts";

const targets = ["linux-x64", "darwin-arm64"];
const binary = (target: string) => ({
  sha256: "a".repeat(64),
  size_bytes: 7,
  platform: { os: "linux", arch: "x86_64" },
  target_triple: target,
  version_output: "tool 1.2.0",
  semantic_version: "1.2.0",
});
const snapshot = (target: string) => ({
  snapshot_schema_version: 1,
  tool: "tool-cli",
  collected_at: "2026-01-02T03:04:05Z",
  binary: binary(target),
  commands: [
    {
      path: [] as string[],
      args: [{ name: "FILE", required: true, variadic: false }],
      flags: [{ long: "--json", short: "-j", takes_value: false }],
    },
  ],
  generator: { name: "tool", version: "1.0.0", parser_version: 1 },
});
const union = {
  snapshot_schema_version: 2,
  tool: "tool-cli",
  mode: "union",
  collected_at: "2026-01-02T03:04:05Z",
  expected_targets: targets,
  complete: true,
  inputs: targets.map((target) => ({ target_triple: target, binary: binary(target) })),
  commands: [{ path: [] as string[], available_on: targets }],
};
const metadata = {
  schema_version: 1,
  semantic_version: "1.2.0",
  status: "snapshotted",
  updated_at: "2026-01-02T03:04:05Z",
  artifacts: { snapshots_dir: "snapshots/1.2.0", reports_dir: "reports/1.2.0", union_complete: true },
  coverage: { supported_targets: targets, supported_required_target: true },
  promotion: { eligible_for_latest_validated: false },
};
const rules = {
  rules_schema_version: 1,
  versioning: { pointers: { stable_semver_pattern: "^\\d+\\.\\d+\\.\\d+$", root_pointers_allow_none: true } },
  union: { required_target: "linux-x64", expected_targets: targets, platform_mapping: {} },
  wrapper_coverage: {
    scope_semantics: {
      defaults: { no_scope_means: "all_expected_targets" },
      platforms_expand_using: "union.platform_mapping",
      scope_set_resolution: { mode: "union" },
    },
  },
} as unknown as ParityRules;

const rulesOf = (rules_schema_version: number): ParityRules => ({ ...rules, rules_schema_version });

/** The lines of a root with some files replaced; `undefined` removes one. */
function linesOf(changes: Readonly<Record<string, unknown>>, version: number): readonly string[] {
  const documents: Readonly<Record<string, unknown>> = {
    "min_supported.txt": "1.2.0\n",
    "latest_validated.txt": "none\n",
    ...Object.fromEntries(
      targets.flatMap((target) => ["latest_supported", "latest_validated"].map((kind) => [`pointers/${kind}/${target}.txt`, "none\n"])),
    ),
    "versions/1.2.0.json": metadata,
    "snapshots/1.2.0/union.json": union,
    ...Object.fromEntries(targets.map((target) => [`snapshots/1.2.0/${target}.json`, snapshot(target)])),
    "wrapper_coverage.json": { schema_version: 1, coverage: [] },
    ...changes,
  };
  const files = new RootFiles(findMistakes);
  for (;;) {
    const violations = validateRoot({ rules: rulesOf(version), rulesPath: "RULES.json", decisions: decisionsFor(rulesOf(version)), files });
    const unread = files.unread();
    if (unread.files.length + unread.folders.length === 0) return violations.map(renderViolation);
    for (const path of unread.folders) files.putFolder(path, { type: "absent" });
    for (const path of unread.files) {
      const document = documents[path];
      files.put(
        path,
        document === undefined
          ? { type: "absent" }
          : { type: "text", text: typeof document === "string" ? document : JSON.stringify(document) },
      );
    }
  }
}

const [root] = union.commands;
const flag = { key: "--json", long: "--json", takes_value: false, available_on: targets };
const arg = { name: "FILE", available_on: targets };
const pointerPath = "pointers/latest_supported/darwin-arm64.txt";
const unionPath = "snapshots/1.2.0/union.json";
const linuxPath = "snapshots/1.2.0/linux-x64.json";

const cases: readonly { readonly title: string; readonly changes: Readonly<Record<string, unknown>>; readonly lines: readonly string[] }[] =
  [
    {
      title: "pointers to a version without metadata, union and snapshot",
      changes: { [pointerPath]: "1.3.0\n" },
      lines: [
        `POINTER_REFERENCES_MISSING_SNAPSHOT error ${pointerPath} Names version 1.3.0, whose "snapshots/1.3.0/darwin-arm64.json" is missing`,
        `POINTER_REFERENCES_MISSING_SNAPSHOT error ${pointerPath} Names version 1.3.0, whose "snapshots/1.3.0/union.json" is missing`,
        `POINTER_REFERENCES_MISSING_VERSION_METADATA error ${pointerPath} Names version 1.3.0, whose metadata "versions/1.3.0.json" is missing`,
      ],
    },
    {
      title: "a command path twice",
      changes: {
        [unionPath]: { ...union, commands: [root, { path: ["exec"], available_on: targets }, { path: ["exec"], available_on: targets }] },
      },
      lines: [`DUPLICATE_COMMAND_PATH error ${unionPath} /commands/2 Each command path must be unique, "exec" is at /commands/1 already`],
    },
    {
      title: "a flag key and an arg name twice in one command",
      changes: {
        [unionPath]: {
          ...union,
          commands: [
            { ...root, flags: [flag, flag], args: [arg, arg] },
            { path: ["exec"], available_on: targets, flags: [flag], args: [arg] },
          ],
        },
      },
      lines: [
        `DUPLICATE_FLAG_KEY error ${unionPath} /commands/0/flags/1 Each flag key of a command must be unique, "--json" is at /commands/0/flags/0 already`,
        `DUPLICATE_ARG_NAME error ${unionPath} /commands/0/args/1 Each arg name of a command must be unique, "FILE" is at /commands/0/args/0 already`,
      ],
    },
    {
      title: "a flag key twice in a snapshot, once by its short spelling",
      changes: {
        [linuxPath]: {
          ...snapshot("linux-x64"),
          commands: [
            {
              path: [],
              flags: [
                { short: "-j", takes_value: false },
                { short: "-j", takes_value: true },
              ],
            },
          ],
        },
      },
      lines: [
        `DUPLICATE_FLAG_KEY error ${linuxPath} /commands/0/flags/1 Each flag key of a command must be unique, "-j" is at /commands/0/flags/0 already`,
      ],
    },
    {
      title: "no root command",
      changes: { [linuxPath]: { ...snapshot("linux-x64"), commands: [] } },
      lines: [`ROOT_COMMAND_MISSING error ${linuxPath} /commands One command must have the path [], the root; none of them has`],
    },
    {
      title: "phantoms and aliases among the commands of snapshots and unions",
      changes: {
        [linuxPath]: {
          ...snapshot("linux-x64"),
          commands: [
            { path: [], usage: "tool [OPTIONS] [PROMPT]\ntool [OPTIONS] <COMMAND>" },
            { path: ["e"], usage: "tool exec [OPTIONS]" },
            { path: ["exec"], usage: "tool [OPTIONS] exec [OPTIONS]" },
            { path: ["exec", "gone"], usage: "tool exec [OPTIONS]" },
            { path: ["left"], usage: "tool right" },
            { path: ["plugin"], usage: "tool <NAME>" },
            { path: ["right"], usage: "tool left" },
            { path: ["unread"] },
          ],
        },
        [unionPath]: {
          ...union,
          commands: [
            { path: [], available_on: targets, usage: "tool [OPTIONS] [PROMPT]" },
            { path: ["gone"], available_on: targets, usage: "tool [OPTIONS] [PROMPT]" },
          ],
        },
      },
      lines: [
        `PHANTOM_COMMAND error ${linuxPath} /commands/1/usage The usage names the command "exec", not "e", found "tool exec [OPTIONS]"; "e" is an alias and belongs into the "aliases" of "exec": snapshot it again`,
        `PHANTOM_COMMAND error ${linuxPath} /commands/3/usage The usage names the command "exec", not "exec gone", found "tool exec [OPTIONS]"; the binary does not know "exec gone": snapshot it again`,
        `PHANTOM_COMMAND error ${unionPath} /commands/1/usage The usage names the root, not "gone", found "tool [OPTIONS] [PROMPT]"; the binary does not know "gone": snapshot it again`,
      ],
    },
    {
      title: "inputs of two parser versions",
      changes: { [linuxPath]: { ...snapshot("linux-x64"), generator: { name: "tool", version: "2.0.0", parser_version: 2 } } },
      lines: [
        `MIXED_PARSER_VERSIONS error ${unionPath} /inputs All inputs must be read by one parser version, found "linux-x64" 2, "darwin-arm64" 1; snapshot the older ones and those without a "generator" again, or parse their raw help again with "snapshot --from-raw"`,
      ],
    },
    {
      title: "inputs of which one names no parser",
      changes: { [linuxPath]: { ...snapshot("linux-x64"), generator: undefined } },
      lines: [
        `MIXED_PARSER_VERSIONS error ${unionPath} /inputs All inputs must be read by one parser version, found "linux-x64" none, "darwin-arm64" 1; snapshot the older ones and those without a "generator" again, or parse their raw help again with "snapshot --from-raw"`,
      ],
    },
    {
      title: "values that the contract does not know",
      changes: {
        [unionPath]: {
          ...union,
          commands: [
            {
              path: [],
              available_on: ["linux-x64", "plan9"],
              conflicts: [{ unit: "command", path: [], field: "colour", values_by_target: {} }],
            },
          ],
        },
        [linuxPath]: {
          ...snapshot("linux-x64"),
          binary: { ...binary("linux-x64"), platform: { os: "linux", arch: "unknown" } },
          commands: [{ path: [], platforms: ["beos"] }],
        },
      },
      lines: [
        `UNKNOWN_FIELD_VALUE error ${linuxPath} /binary/platform/arch Must be the arch of the binary's target, is "unknown"`,
        `UNKNOWN_FIELD_VALUE error ${linuxPath} /commands/0/platforms/0 Must be linux, macos, windows, is "beos"`,
        `UNKNOWN_FIELD_VALUE error ${unionPath} /commands/0/available_on/1 Must be a known target (linux-x64, darwin-arm64), is "plan9"`,
        `UNKNOWN_FIELD_VALUE error ${unionPath} /commands/0/conflicts/0/field Must be a field whose conflicts are tracked (about, usage, hidden, deprecated), is "colour"`,
      ],
    },
    {
      title: "passthrough claims without a note",
      changes: {
        "wrapper_coverage.json": {
          schema_version: 1,
          coverage: [
            {
              path: [],
              level: "passthrough",
              note: "Why.",
              flags: [{ key: "--json", level: "passthrough" }],
              args: [{ name: "FILE", level: "passthrough", note: "" }],
            },
          ],
        },
      },
      lines: [
        'PASSTHROUGH_NOTE_MISSING error wrapper_coverage.json /coverage/0/args/0/note The arg "(root) FILE" is passthrough and needs a note that says why; the note is ""',
        'PASSTHROUGH_NOTE_MISSING error wrapper_coverage.json /coverage/0/flags/0/note The flag "(root) --json" is passthrough and needs a note that says why; the note is absent',
      ],
    },
    {
      title: "waivers that are no JSON",
      changes: { "waivers.json": "{" },
      lines: ["WAIVERS_INVALID_JSON error waivers.json Must be JSON: the text ends too early at line 1, column 2"],
    },
    {
      title: "waivers that break their schema",
      changes: { "waivers.json": { schema_version: 1, waivers: 5 } },
      lines: ["WAIVERS_SCHEMA_INVALID error waivers.json /waivers Must be of type array, is 5"],
    },
    {
      title: "waivers that are of no use",
      changes: {
        [unionPath]: {
          ...union,
          commands: [
            { ...root, flags: [flag] },
            { path: ["exec"], available_on: targets },
          ],
        },
        "waivers.json": {
          schema_version: 1,
          waivers: [
            waiver({}),
            waiver({}),
            waiver({ finding: "flag-hidden", expires_with: "1.2.0" }),
            waiver({ finding: "flag-lost" }),
            waiver({ finding: "arg-removed" }),
            waiver({ key: "--gone" }),
          ],
        },
      },
      lines: [
        'WAIVER_UNUSED error waivers.json /waivers/5 No version has the flag "exec --gone"; remove the waiver',
        "WAIVER_DUPLICATE error waivers.json /waivers/1 Names the same finding and unit as /waivers/0",
        'WAIVER_EXPIRED error waivers.json /waivers/2/expires_with Must be above the newest version, 1.2.0, is "1.2.0"; decide anew or remove the waiver',
        'WAIVER_FINDING_UNKNOWN error waivers.json /waivers/3/finding Must be a finding of diff (xtask diff --list), is "flag-lost"',
        'WAIVER_FINDING_UNKNOWN error waivers.json /waivers/4/finding "arg-removed" needs a waiver with a path and a name',
      ],
    },
  ];

function waiver(fields: object): object {
  return { finding: "flag-removed", path: ["exec"], key: "--json", reason: "Known.", owner: "us", expires_with: "2.0.0", ...fields };
}

const codeOf = (line: string): string => line.split(" ", 1)[0] ?? "";
const codesSince2 = new Set<string>(listValidationCodes().flatMap(({ code, sinceRules }) => (sinceRules === 2 ? [code] : [])));

test("validateRoot() finds nothing in a valid root under rules version 2", () => {
  assert.deepEqual(linesOf({}, 2), []);
});

for (const { title, changes, lines } of cases) {
  test(`validateRoot() reports ${title} since rules version 2, and not before`, () => {
    assert.deepEqual(
      linesOf(changes, 2).filter((line) => codesSince2.has(codeOf(line))),
      lines,
    );
    assert.deepEqual(
      linesOf(changes, 1).filter((line) => codesSince2.has(codeOf(line))),
      [],
    );
  });
}

test("every code since rules version 2 has a case", () => {
  assert(codesSince2.size > 0);
  assert.deepEqual(new Set(cases.flatMap(({ lines }) => lines.map(codeOf))), codesSince2);
});
