import assert from "node:assert/strict";
import { test } from "node:test";
import { findMistakes, type CliDescriptor, type CommandSupplement, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { descriptorWith } from "@lockstep/testing";
import type { Probe, RawCapture } from "../capture.ts";
import { missingFrom } from "../compare.ts";
import { buildSnapshot, type SnapshotInputs } from "./build-snapshot.ts";

const descriptor: CliDescriptor = descriptorWith({
  targets: [{ target_triple: "t", os: "linux", arch: "x86_64", runner: "r" }],
});
const text = (value: string): Probe => ({ type: "text", text: value });
const root = text(
  "Tool\n\nUsage: tool [OPTIONS] <COMMAND>\n\nCommands:\n  run   Run it [aliases: r]\n  slow  Slow\n\nOptions:\n  -g, --global <G>  Everywhere\n  -m, --many <M>    Many\n  -h, --help        Help\n",
);
const run = text(
  "Run it\n\nUsage: tool run [OPTIONS] <FILE>\n\nArguments:\n  <FILE>  The file\n\nOptions:\n  -g, --global <G>  Everywhere\n  -m, --mode <MODE>  Mode\n",
);
const secret = text("Usage: tool secret [OPTIONS]\n\nOptions:\n  -g, --global <G>  Everywhere\n");
const completion = text(`#compdef tool
_tool() {
_arguments "\${_arguments_options[@]}" : \\
'-g+[Everywhere]:G:_default' \\
'--global=[Everywhere]:G:_default' \\
'*--many=[Many]:M:(a b)' \\
'--quiet[Hidden flag]' \\
&& ret=0
    case $line[1] in
(run)
_arguments "\${_arguments_options[@]}" : \\
'-m+[Mode]:MODE:(fast slow)' \\
'--mode=[Mode]:MODE:(fast slow)' \\
&& ret=0
;;
(secret)
_arguments "\${_arguments_options[@]}" : \\
&& ret=0
;;
    esac
}
`);
const capture: RawCapture = {
  versionOutput: "tool 1.2.3",
  helps: [
    { path: [], probe: root },
    { path: ["run"], probe: run },
    { path: ["secret"], probe: secret },
    { path: ["slow"], probe: { type: "failed", omission: "timeout after 5 ms: tool slow --help" } },
  ],
  completion,
};

function build(change: Partial<SnapshotInputs> = {}): UpstreamSnapshotV1 {
  const { snapshot } = buildSnapshot({
    descriptor,
    capture,
    binary: {
      sha256: "0".repeat(64),
      size_bytes: 1,
      platform: { os: "linux", arch: "x86_64" },
      target_triple: "t",
      version_output: "tool 1.2.3",
      semantic_version: "1.2.3",
      channel: "stable",
    },
    collectedAt: "2026-01-01T00:00:00Z",
    supplement: undefined,
    probesSupplement: false,
    generator: { name: "test", version: "0.0.0" },
    view: "full",
    sha256: () => "f".repeat(64),
    ...change,
  });
  assert.deepEqual(findMistakes("UpstreamSnapshotV1", snapshot), []);
  return snapshot;
}
const command = (snapshot: UpstreamSnapshotV1, path: string) => snapshot.commands.find((found) => found.path.join(" ") === path);
const supplement = (...commands: CommandSupplement["commands"]): CommandSupplement => ({ version: 1, commands });

test("buildSnapshot() takes the arguments of the completion script where help shows none", () => {
  const script = text(
    "#compdef tool\n_arguments $x : \\\n'::tasks:' \\\n\": :_commands\" \\\n&& ret=0\ncase $line[1] in\n(run)\n_arguments $x : \\\n':file -- The file:_files' \\\n&& ret=0\n;;\n(secret)\n_arguments $x : \\\n'*::name -- Names:_default' \\\n&& ret=0\n;;\nesac\n",
  );
  const { commands } = build({ capture: { ...capture, completion: script } });
  assert.deepEqual(
    commands.map(({ path, args }) => [path.join(" "), args]),
    [
      ["", [{ name: "tasks", required: false, variadic: false, sources: ["completion"] }]],
      ["run", [{ name: "FILE", required: true, variadic: false, note: "The file", description: "The file", sources: ["help"] }]],
      ["secret", [{ name: "name", required: false, variadic: true, description: "Names", sources: ["completion"] }]],
      ["slow", undefined],
    ],
  );
});

test("buildSnapshot() leaves out what every help begins with, which tells nothing of its command", () => {
  const noisy = capture.helps.map(({ path, probe }) => ({
    path,
    probe: probe.type === "text" ? text(`You are not logged in.\nRun tool login.\n\n${probe.text}`) : probe,
  }));
  assert.deepEqual(build({ capture: { ...capture, helps: noisy } }), build());
  const same = [[], ["run"], ["secret"]].map((path) => ({ path, probe: root }));
  assert.equal(command(build({ capture: { ...capture, helps: same } }), "")?.about, "Tool");
});

test("buildSnapshot() marks what only completion shows as hidden, and takes repeatable and values from it", () => {
  const snapshot = build();
  assert.deepEqual(
    snapshot.commands.map(({ path, hidden, sources }) => [path.join(" "), hidden, sources]),
    [
      ["", undefined, ["help", "completion"]],
      ["run", undefined, ["help", "completion"]],
      ["secret", true, ["completion"]],
      ["slow", undefined, ["help"]],
    ],
  );
  assert.deepEqual(command(snapshot, "")?.flags, [
    {
      long: "--global",
      short: "-g",
      takes_value: true,
      value_name: "G",
      description: "Everywhere",
      global: true,
      sources: ["help", "completion"],
    },
    { long: "--help", short: "-h", takes_value: false, description: "Help", sources: ["help"] },
    {
      long: "--many",
      short: "-m",
      takes_value: true,
      value_name: "M",
      repeatable: true,
      description: "Many",
      possible_values: ["a", "b"],
      sources: ["help", "completion"],
    },
    { long: "--quiet", takes_value: false, description: "Hidden flag", hidden: true, sources: ["completion"] },
  ]);
  assert.deepEqual(command(snapshot, "slow"), { path: ["slow"], about: "Slow", sources: ["help"] });
  assert.deepEqual(command(snapshot, "run")?.aliases, ["r"]);
  assert.deepEqual(snapshot.known_omissions, ["timeout after 5 ms: tool slow --help"]);
});

test("buildSnapshot() writes keys in the order of the schema", () => {
  const snapshot = build();
  assert.deepEqual(Object.keys(snapshot), [
    "snapshot_schema_version",
    "tool",
    "collected_at",
    "binary",
    "commands",
    "known_omissions",
    "generator",
  ]);
  assert.deepEqual(Object.keys(command(snapshot, "run") ?? {}), [
    "path",
    "about",
    "usage",
    "args",
    "flags",
    "aliases",
    "sources",
    "help_sha256",
  ]);
});

test("buildSnapshot() writes V1 fields and visible units only in the plain view", () => {
  const snapshot = build({ view: "plain" });
  assert.equal(snapshot.generator, undefined);
  assert.deepEqual(
    snapshot.commands.map(({ path }) => path.join(" ")),
    ["", "run", "slow"],
  );
  assert.deepEqual(command(snapshot, "run"), {
    path: ["run"],
    about: "Run it",
    usage: "tool run [OPTIONS] <FILE>",
    args: [{ name: "FILE", required: true, variadic: false, note: "The file" }],
    flags: [
      { long: "--global", short: "-g", takes_value: true, value_name: "G" },
      { long: "--mode", short: "-m", takes_value: true, value_name: "MODE" },
    ],
  });
});

test("buildSnapshot() inserts the supplement's paths and sets platforms where they match", () => {
  const additions = supplement(
    { path: ["extra"], platforms: ["linux"], note: "n" },
    { path: ["run"], platforms: ["linux", "macos"], note: "n" },
    { path: ["win"], platforms: ["windows"], note: "n" },
    { path: ["slow"], note: "changes nothing" },
  );
  const snapshot = build({ supplement: additions });
  assert.deepEqual(command(snapshot, "extra"), { path: ["extra"], platforms: ["linux"], sources: ["supplement"] });
  assert.deepEqual(command(snapshot, "run")?.platforms, ["linux", "macos"]);
  assert.equal(command(snapshot, "win"), undefined);
  assert.deepEqual(snapshot.known_omissions, [
    "supplement/commands.json:v1:extra",
    "supplement/commands.json:v1:run",
    "timeout after 5 ms: tool slow --help",
  ]);
  assert.deepEqual(command(build({ supplement: additions, view: "plain" }), "extra"), { path: ["extra"], platforms: ["linux"] });
});

test("buildSnapshot() inserts no supplemented command that rules version 2 found to be an alias", () => {
  const probed = { ...capture, helps: [...capture.helps, { path: ["go"], probe: text("Run it\n\nUsage: tool run [OPTIONS] <FILE>\n") }] };
  const additions = supplement({ path: ["go"], note: "n" });
  for (const view of ["full", "plain"] as const) {
    const snapshot = build({ capture: probed, supplement: additions, probesSupplement: true, view });
    assert.equal(command(snapshot, "go"), undefined);
    if (view === "full") assert.deepEqual(command(snapshot, "run")?.aliases, ["r", "go"]);
    assert.deepEqual(snapshot.known_omissions, ["timeout after 5 ms: tool slow --help"]);
  }
  assert.deepEqual(command(build({ capture: probed, supplement: additions }), "go"), { path: ["go"], sources: ["supplement"] });
});

test("buildSnapshot() fills a supplemented command from its help when rules version 2 probed it", () => {
  const probed = { ...capture, helps: [...capture.helps, { path: ["extra"], probe: text("Extra\n\nUsage: tool extra [OPTIONS]\n") }] };
  const additions = supplement({ path: ["extra"], note: "n" });
  const extra = command(build({ capture: probed, supplement: additions, probesSupplement: true }), "extra");
  assert.deepEqual(extra, {
    path: ["extra"],
    about: "Extra",
    usage: "tool extra [OPTIONS]",
    sources: ["supplement"],
    help_sha256: "f".repeat(64),
  });
  assert.deepEqual(command(build({ capture: probed, supplement: additions }), "extra"), { path: ["extra"], sources: ["supplement"] });
});

test("buildSnapshot() adds what only the surface with features has", () => {
  const withFeatures = {
    helps: [
      {
        path: [],
        probe: text("Usage: tool [OPTIONS] <COMMAND>\n\nCommands:\n  run  Run it\n  new  New\n\nOptions:\n      --added  Added\n"),
      },
      { path: ["new"], probe: text("Usage: tool new\n") },
      { path: ["run"], probe: run },
    ],
  };
  const list = text("b  under development  false\na  stable  true\nold  removed  false\n");
  const snapshot = build({
    capture: { ...capture, features: { list, requested: ["a", "b"], enabled: ["a", "b"], failures: [], withFeatures } },
  });
  assert.deepEqual(snapshot.features, {
    commands_added_when_all_enabled: [["new"]],
    enabled_for_snapshot: ["a", "b"],
    listed: [
      { effective: true, name: "a", stage: "stable" },
      { effective: false, name: "b", stage: "under development" },
      { effective: false, name: "old", stage: "removed" },
    ],
    mode: "default_plus_all_enabled",
  });
  assert.ok(command(snapshot, "new"));
  assert.ok(command(snapshot, "")?.flags?.some(({ long }) => long === "--added"));
  assert.equal(command(snapshot, "")?.about, "Tool");
  const plain = build({
    view: "plain",
    capture: {
      ...capture,
      features: { list, requested: ["a", "b"], enabled: ["a"], failures: [{ exit_code: 1, feature: "b", stage: "under development" }] },
    },
  });
  assert.deepEqual(
    plain.features?.listed?.map(({ name }) => name),
    ["a", "old"],
  );
  assert.deepEqual(plain.features?.enable_failures, undefined);
});

test("buildSnapshot() says why features could not be listed", () => {
  const snapshot = build({
    capture: {
      ...capture,
      features: {
        list: { type: "failed", omission: "feature list probe failed: tool features list (exit 1)" },
        requested: [],
        enabled: [],
        failures: [],
      },
    },
  });
  assert.deepEqual(snapshot.features, { mode: "default_only", probe_error: "feature list probe failed: tool features list (exit 1)" });
});

test("missingFrom() finds nothing in equal snapshots and each kind of difference", () => {
  const ours = build();
  assert.deepEqual(missingFrom(ours, ours), []);
  const [first, second, ...rest] = ours.commands;
  assert.ok(first !== undefined && second !== undefined);
  const reference = {
    ...ours,
    commands: [
      {
        ...first,
        usage: "other",
        flags: [
          ...(first.flags ?? []).map((flag) => (flag.long === "--many" ? { ...flag, value_name: "X" } : flag)),
          { long: "--lost", takes_value: false },
        ],
      },
      {
        ...second,
        args: [
          { name: "FILE", required: false, variadic: true },
          { name: "GONE", required: true, variadic: false },
        ],
      },
      ...rest,
      { path: ["absent"] },
      { path: ["run", "help"] },
    ],
  };
  assert.deepEqual(missingFrom(reference, ours), [
    { unit: "command", path: [], field: "usage", expected: "other", actual: "tool [OPTIONS] <COMMAND>" },
    { unit: "flag", path: [], key: "--many", field: "value_name", expected: "X", actual: "M" },
    { unit: "flag", path: [], key: "--lost", expected: "a flag", actual: undefined },
    { unit: "arg", path: ["run"], name: "FILE", field: "required", expected: false, actual: true },
    { unit: "arg", path: ["run"], name: "FILE", field: "variadic", expected: true, actual: false },
    { unit: "arg", path: ["run"], name: "GONE", expected: "an argument", actual: undefined },
    { unit: "command", path: ["absent"], expected: "a command", actual: undefined },
  ]);
});
