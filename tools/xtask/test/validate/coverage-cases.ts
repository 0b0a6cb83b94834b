import { coverage, exclusions, notJson, type Case } from "./case.ts";

/** A broken wrapper coverage. */
export const coverageCases: readonly Case[] = [
  {
    title: "a missing wrapper coverage",
    edits: [{ drop: coverage }],
    lines: [
      'WRAPPER_COVERAGE_MISSING error wrapper_coverage.json The file is missing; there is no "cli.json" that says that the CLI has no wrapper',
    ],
  },
  {
    title: "a missing wrapper coverage of a CLI with a wrapper",
    edits: [{ drop: coverage }, { write: "cli.json", text: '{"wrapper":{}}\n' }],
    lines: ['WRAPPER_COVERAGE_MISSING error wrapper_coverage.json The file is missing; "cli.json" names a wrapper'],
  },
  {
    title: "a missing wrapper coverage beside a validated version",
    edits: [{ drop: coverage }, { write: "cli.json", text: "{}\n" }],
    lines: [
      'WRAPPER_COVERAGE_MISSING error wrapper_coverage.json The file is missing; without a wrapper every version must be "snapshotted", one is "validated"',
    ],
  },
  {
    title: "a wrapper coverage that is no JSON",
    edits: [{ write: coverage, text: "{\n" }],
    lines: [`WRAPPER_COVERAGE_INVALID_JSON error wrapper_coverage.json ${notJson("{\n")}`],
  },
  {
    title: "a wrapper coverage that breaks its schema",
    edits: [{ set: coverage, at: "/coverage/0/level", to: "full" }],
    lines: [
      'WRAPPER_COVERAGE_SCHEMA_INVALID error wrapper_coverage.json /coverage/0/level Must be one of "explicit", "passthrough", "unsupported", "intentionally_unsupported", "unknown", is "full"',
    ],
  },
  {
    title: "a wrapper coverage of another schema version",
    edits: [{ set: coverage, at: "/schema_version", to: 2 }],
    lines: [
      "WRAPPER_COVERAGE_SCHEMA_INVALID error wrapper_coverage.json /schema_version Must be 1, is 2",
      "WRAPPER_COVERAGE_SCHEMA_VERSION error wrapper_coverage.json /schema_version Must be 1, is 2",
    ],
  },
  {
    title: "claims of excluded units",
    edits: [
      { set: coverage, at: "/coverage/-", to: { path: ["completion"], level: "explicit" } },
      { set: coverage, at: "/coverage/0/flags", to: [{ key: "--help", level: "explicit" }] },
      {
        set: "RULES.json",
        at: exclusions,
        to: [
          { unit: "arg", path: ["exec"], name: "PROMPT", note: "Interactive." },
          { unit: "command", path: ["completion"], note: "Shells only." },
          { unit: "flag", path: [], key: "--help", note: "Every command has it." },
        ],
      },
    ],
    lines: [
      'WRAPPER_COVERAGE_INCLUDES_EXCLUDED error wrapper_coverage.json /coverage/1/args/0 The rules exclude the arg "exec PROMPT" (Interactive.), so the wrapper must not claim it',
      'WRAPPER_COVERAGE_INCLUDES_EXCLUDED error wrapper_coverage.json /coverage/2 The rules exclude the command "completion" (Shells only.), so the wrapper must not claim it',
      'WRAPPER_COVERAGE_INCLUDES_EXCLUDED error wrapper_coverage.json /coverage/0/flags/0 The rules exclude the flag "(root) --help" (Every command has it.), so the wrapper must not claim it',
    ],
  },
  {
    title: "intentions without a note",
    edits: [
      { set: coverage, at: "/coverage/0/level", to: "intentionally_unsupported" },
      { set: coverage, at: "/coverage/1/flags/0/level", to: "intentionally_unsupported" },
      { set: coverage, at: "/coverage/1/args/0/note", to: "\t" },
    ],
    lines: [
      String.raw`IU_NOTE_MISSING error wrapper_coverage.json /coverage/1/args/0/note The arg "exec PROMPT" is intentionally_unsupported and needs a note that says why; the note is "\t"`,
      'IU_NOTE_MISSING error wrapper_coverage.json /coverage/0/note The command "(root)" is intentionally_unsupported and needs a note that says why; the note is absent',
      'IU_NOTE_MISSING error wrapper_coverage.json /coverage/1/flags/0/note The flag "exec --json" is intentionally_unsupported and needs a note that says why; the note is absent',
    ],
  },
  {
    title: "entries of one flag that meet on a target",
    edits: [
      { set: coverage, at: "/coverage/1/scope", to: { target_triples: ["linux-x64", "plan9"] } },
      {
        set: coverage,
        at: "/coverage/-",
        to: {
          path: ["exec"],
          level: "explicit",
          scope: { platforms: ["macos", "haiku"] },
          flags: [
            { key: "--json", level: "explicit" },
            { key: "--json", level: "explicit", scope: {} },
            { key: "--json", level: "explicit" },
          ],
        },
      },
    ],
    lines: [
      "WRAPPER_SCOPE_OVERLAP error wrapper_coverage.json /coverage/2/flags/2 Only one entry of a unit may apply to a target (unit=flag command_path=exec key=--json target_triple=darwin-arm64 matching_entry_indexes=[coverage[2].flags[0],coverage[2].flags[2]])",
    ],
    details: [
      {
        command_path: "exec",
        key: "--json",
        matching_entry_indexes: ["coverage[2].flags[0]", "coverage[2].flags[2]"],
        target_triple: "darwin-arm64",
        unit: "flag",
      },
    ],
  },
  {
    title: "entries of one command and arg that meet on every target",
    edits: [
      {
        set: coverage,
        at: "/coverage/-",
        to: { path: ["exec"], level: "explicit", args: [{ name: "PROMPT", level: "explicit", scope: { platforms: ["linux"] } }] },
      },
    ],
    lines: [
      "WRAPPER_SCOPE_OVERLAP error wrapper_coverage.json /coverage/2 Only one entry of a unit may apply to a target (unit=command command_path=exec target_triple=darwin-arm64 matching_entry_indexes=[coverage[1],coverage[2]])",
      "WRAPPER_SCOPE_OVERLAP error wrapper_coverage.json /coverage/2 Only one entry of a unit may apply to a target (unit=command command_path=exec target_triple=linux-x64 matching_entry_indexes=[coverage[1],coverage[2]])",
      "WRAPPER_SCOPE_OVERLAP error wrapper_coverage.json /coverage/2/args/0 Only one entry of a unit may apply to a target (unit=arg command_path=exec name=PROMPT target_triple=linux-x64 matching_entry_indexes=[coverage[1].args[0],coverage[2].args[0]])",
    ],
    details: [
      { command_path: "exec", matching_entry_indexes: ["coverage[1]", "coverage[2]"], target_triple: "darwin-arm64", unit: "command" },
      { command_path: "exec", matching_entry_indexes: ["coverage[1]", "coverage[2]"], target_triple: "linux-x64", unit: "command" },
      {
        command_path: "exec",
        name: "PROMPT",
        matching_entry_indexes: ["coverage[1].args[0]", "coverage[2].args[0]"],
        target_triple: "linux-x64",
        unit: "arg",
      },
    ],
  },
];
