import assert from "node:assert/strict";
import { test } from "node:test";
import { findMistakes, type CliDescriptor, type DeclaredCommand, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { descriptorWith } from "@lockstep/testing";
import type { AcceptanceAnswer, Probe, RawCapture } from "../capture.ts";
import { buildSnapshot, snapshotAcceptance, type BuiltSnapshot } from "./build-snapshot.ts";

const text = (value: string): Probe => ({ type: "text", text: value });
/** What clap prints for zsh, of a root without flags and the command `run` with these arguments. */
const completionOfRun = (...args: readonly string[]): Probe =>
  text(`#compdef tool
_tool() {
_arguments "\${_arguments_options[@]}" : \\
&& ret=0
    case $line[1] in
(run)
_arguments "\${_arguments_options[@]}" : \\
${args.map((arg) => `${arg} \\\n`).join("")}&& ret=0
;;
    esac
}
`);
const rootHelp =
  "Usage: tool [OPTIONS] <COMMAND>\n\nCommands:\n  cloud  Cloud\n  run    Run it\n  wrap   Wrap\n\nOptions:\n  -h, --help  Help\n";
const helps: readonly (readonly [path: string, probe: Probe])[] = [
  ["", text(rootHelp)],
  ["cloud", text("Usage: tool cloud [OPTIONS]\n")],
  ["cloud-tasks", text("Usage: tool cloud [OPTIONS]\n")],
  ["gone", text(rootHelp)],
  ["refused", { type: "failed", omission: "help probe failed: tool refused --help (exit 2)" }],
  ["run", text("Usage: tool run [OPTIONS]\n\nOptions:\n      --shown  Shown\n")],
  ["secret", text("Usage: tool secret [OPTIONS]\n")],
  ["silent", { type: "failed", omission: "help probe failed: tool silent --help (exit 1)" }],
  ["wrap", text("Usage: tool wrap [OPTIONS] [COMMAND]...\n")],
];
const completion = completionOfRun("'--half[Half]'", "'--known[Known]'");
const descriptor: CliDescriptor = descriptorWith({
  probe_candidates: [
    { path: ["silent"] },
    { path: ["secret"] },
    { path: ["refused"] },
    { path: ["gone"] },
    { path: ["cloud-tasks"] },
    { path: ["wrap", "inner"] },
    { path: ["wrap"], flags: ["--x"] },
    { path: ["nowhere"], flags: ["--x"] },
    { path: ["run"], flags: ["--z-gone", "--a-gone", "--shown", "--known", "--half", "--json-old", "--from=x", "--odd", "-q"] },
    { path: [], flags: ["--gone"] },
  ],
  targets: [{ target_triple: "t", os: "linux", arch: "x86_64", runner: "r" }],
});
const refused = (message: string): Pick<AcceptanceAnswer, "exitCode" | "stdout" | "stderr"> => ({
  exitCode: 2,
  stdout: "",
  stderr: `error: ${message}\n`,
});
const answer = (
  path: string,
  words: string,
  end: Pick<AcceptanceAnswer, "exitCode" | "failure" | "stdout" | "stderr">,
): AcceptanceAnswer => ({
  path: path.split(" ").filter((word) => word !== ""),
  words: words.split(" "),
  ...end,
});
const unknownFlag = (path: string, flag: string): AcceptanceAnswer =>
  answer(path, `${flag}=lockstep-probe --help`, refused(`unexpected argument '${flag}' found`));
const runHelp = { exitCode: 0, stdout: "Usage: tool run [OPTIONS]\n", stderr: "" };
const isSwitch = (flag: string): readonly AcceptanceAnswer[] => [
  answer("run", `${flag}=lockstep-probe --help`, refused("unexpected value 'lockstep-probe' for '--json' found; no more were expected")),
  answer("run", `${flag} --help`, runHelp),
];
const acceptance: readonly AcceptanceAnswer[] = [
  unknownFlag("", "--gone"),
  answer("refused", "--help", refused("unrecognized subcommand 'refused'")),
  unknownFlag("run", "--a-gone"),
  unknownFlag("run", "--half"),
  unknownFlag("run", "--lockstep-no-such-flag"),
  unknownFlag("run", "--z-gone"),
  ...isSwitch("--json-old"),
  ...isSwitch("--known"),
  answer("run", "-q=lockstep-probe --help", { failure: "timeout after 5 ms: tool run -q=lockstep-probe --help", stdout: "", stderr: "" }),
  answer("run", "--from=x --help", refused("invalid value 'x' for '--from <SOURCE>'")),
  answer("run", "--odd=lockstep-probe --help", { exitCode: 3, stdout: "", stderr: "error: odd\n" }),
  answer("silent", "--help", { exitCode: 1, stdout: "", stderr: "" }),
];
const capture: RawCapture = {
  versionOutput: "tool 1.2.3",
  helps: helps.map(([path, probe]) => ({ path: path.split(" ").filter((word) => word !== ""), probe })),
  completion,
  acceptance,
};

const { acceptance: _acceptance, ...unaskedCapture } = capture;

function build(given: RawCapture = capture, view: "full" | "plain" = "full", described: CliDescriptor = descriptor): BuiltSnapshot {
  const built = buildSnapshot({
    descriptor: described,
    capture: given,
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
    view,
    sha256: () => "f".repeat(64),
  });
  assert.deepEqual(findMistakes("UpstreamSnapshotV1", built.snapshot), []);
  return built;
}
const flagsOf = ({ commands }: UpstreamSnapshotV1, path: string) => commands.find((command) => command.path.join(" ") === path)?.flags;

test("buildSnapshot() adds accepted flags hidden, with probe as their source, and marks those that completion shows", () => {
  assert.deepEqual(flagsOf(build().snapshot, "run"), [
    { long: "--from", takes_value: true, value_name: "SOURCE", hidden: true, sources: ["probe"] },
    { long: "--half", takes_value: false, description: "Half", hidden: true, sources: ["completion"] },
    { long: "--json-old", takes_value: false, hidden: true, sources: ["probe"] },
    { long: "--known", takes_value: false, description: "Known", hidden: true, sources: ["completion", "probe"] },
    { long: "--shown", takes_value: false, description: "Shown", sources: ["help"] },
  ]);
});

test("buildSnapshot() keeps a candidate that is a command, hidden, and makes one that names another command its alias", () => {
  const { commands } = build().snapshot;
  assert.deepEqual(
    commands.map(({ path, hidden, aliases, sources }) => [path.join(" "), hidden, aliases, sources]),
    [
      ["", undefined, undefined, ["help", "completion"]],
      ["cloud", undefined, ["cloud-tasks"], ["help"]],
      ["run", undefined, undefined, ["help", "completion"]],
      ["secret", true, undefined, ["probe"]],
      ["wrap", undefined, undefined, ["help"]],
    ],
  );
});

test("buildSnapshot() lists what is rejected in order, commands before their flags", () => {
  const { snapshot } = build();
  assert.deepEqual(snapshot.rejected, [
    { path: [], key: "--gone" },
    { path: ["gone"] },
    { path: ["refused"] },
    { path: ["run"], key: "--a-gone" },
    { path: ["run"], key: "--z-gone" },
  ]);
  assert.deepEqual(Object.keys(snapshot).slice(-3), ["known_omissions", "generator", "rejected"]);
});

test("buildSnapshot() lists as omissions what could not be asked, was not decided, or contradicts completion", () => {
  assert.deepEqual(build().snapshot.known_omissions, [
    "acceptance contradicts completion: tool run --half",
    "acceptance not probed: tool wrap --x (takes trailing arguments)",
    "acceptance not probed: tool wrap inner --help (takes trailing arguments)",
    "acceptance unknown: tool run --odd=lockstep-probe --help (exit 3)",
    "acceptance unknown: tool silent --help (exit 1)",
    "timeout after 5 ms: tool run -q=lockstep-probe --help",
  ]);
  const unanswered = build({ ...capture, acceptance: [] }).snapshot.known_omissions ?? [];
  assert.ok(unanswered.includes("acceptance not probed: tool run --from (no answer)"));
  assert.ok(unanswered.includes("acceptance not probed: tool refused --help (no answer)"));
});

test("buildSnapshot() takes a candidate that says something else than its help for a command where the text declares it, hidden", () => {
  const declaring = (more: Partial<DeclaredCommand>, words = "silent", overrides?: CliDescriptor["framework_overrides"]): BuiltSnapshot => {
    const options = [{ long: "--named", takes_value: true }];
    const commands = [{ path: words.split(" "), aliases: ["s"], args: [], options, hidden: true, ...more }];
    const answered = answer("refused", "--help", { exitCode: 1, stdout: "", stderr: "error: unknown command 'refused'\n" });
    const said = answer("silent", "--help", { exitCode: 1, stdout: "", stderr: "Error: You must be logged in.\n" });
    return build({ ...capture, acceptance: [answered, said], declarations: { commands } }, "full", {
      ...descriptor,
      framework: "commander",
      ...(overrides === undefined ? {} : { framework_overrides: overrides }),
    });
  };
  const found = ({ snapshot }: BuiltSnapshot, name: string) => snapshot.commands.find(({ path }) => path.join(" ") === name);
  const { snapshot } = declaring({});
  assert.deepEqual(found(declaring({}), "silent"), {
    path: ["silent"],
    flags: [{ long: "--named", takes_value: true, sources: ["bundle"] }],
    aliases: ["s"],
    hidden: true,
    sources: ["bundle"],
  });
  assert.ok(snapshot.known_omissions?.includes("acceptance unknown: tool silent --help (exit 1)"));
  assert.equal(found(declaring({ conditional: true }), "silent"), undefined);
  assert.equal(found(declaring({ hidden: false }), "silent"), undefined);
  // The command above refuses it, whoever prints its help in versions that have it.
  const byOther = [{ path: ["refused"], framework: "generic" as const }];
  for (const { snapshot: without } of [declaring({}, "refused"), declaring({}, "refused", byOther)]) {
    assert.ok(without.rejected?.some(({ path }) => path.join(" ") === "refused"));
    assert.ok(!without.commands.some(({ path }) => path.join(" ") === "refused"));
  }
});

test("buildSnapshot() shows nothing of it in the plain view, or when nothing was asked", () => {
  const plain = build(capture, "plain").snapshot;
  assert.deepEqual(
    plain.commands.map(({ path }) => path.join(" ")),
    ["", "cloud", "run", "wrap"],
  );
  assert.deepEqual(flagsOf(plain, "run"), [{ long: "--shown", takes_value: false }]);
  assert.deepEqual([plain.rejected, plain.known_omissions], [undefined, undefined]);
  const unasked = build(unaskedCapture).snapshot;
  assert.deepEqual([unasked.rejected, unasked.known_omissions], [undefined, undefined]);
  assert.deepEqual(
    unasked.commands.flatMap(({ path, flags }) => (flags ?? []).map(({ long }) => [...path, long].join(" "))),
    ["--help", "run --half", "run --known", "run --shown"],
  );
});

test("buildSnapshot() rejects nothing that the surface with features has", () => {
  const shown = text("Usage: tool [OPTIONS] <COMMAND>\n\nCommands:\n  cloud  Cloud\n  gone   Back\n\nOptions:\n      --gone  Back\n");
  const { snapshot } = build({
    ...capture,
    features: {
      list: text("a  stable  true\n"),
      requested: ["a"],
      enabled: ["a"],
      failures: [],
      withFeatures: {
        helps: [
          { path: [], probe: shown },
          { path: ["gone"], probe: text("Usage: tool gone\n") },
        ],
      },
    },
  });
  assert.deepEqual(snapshot.rejected?.slice(0, 1), [{ path: ["refused"] }]);
});

test("buildSnapshot() keeps the helps of candidates, which say what became of them", () => {
  assert.deepEqual(
    build().helps.map(({ path }) => path.join(" ")),
    ["", "cloud", "run", "secret", "wrap", "gone", "cloud-tasks"],
  );
});

test("snapshotAcceptance() asks once more for the helps of candidate commands that failed", () => {
  assert.deepEqual(snapshotAcceptance(descriptor, unaskedCapture, []).refusals, [
    { path: ["refused"], words: ["--help"] },
    { path: ["silent"], words: ["--help"] },
  ]);
  assert.deepEqual(snapshotAcceptance({ ...descriptor, help_style: "help_command" }, unaskedCapture, []).refusals, []);
});

test("buildSnapshot() reads the help of a command by the parser that an override names", () => {
  const few = capture.helps.filter(({ path }) => path[0] === undefined || path[0] === "run" || path[0] === "cloud");
  const { snapshot } = build({ ...unaskedCapture, helps: few }, "full", {
    ...descriptor,
    framework_overrides: [{ path: ["run"], framework: "generic" }],
  });
  assert.deepEqual(snapshot.known_omissions, ["help read by the generic parser: tool run --help"]);
  assert.ok(flagsOf(snapshot, "run")?.some(({ long }) => long === "--shown"));
});

test("buildSnapshot() names a source once when two names of one flag are accepted", () => {
  const short = completionOfRun("'-k[Known]'", "'--known[Known]'");
  const { snapshot } = build({ ...capture, completion: short, acceptance: [...acceptance, ...isSwitch("-k")] }, "full", {
    ...descriptor,
    probe_candidates: [{ path: ["run"], flags: ["--known", "-k"] }],
  });
  const known = flagsOf(snapshot, "run")?.find(({ long }) => long === "--known");
  assert.deepEqual([known?.short, known?.sources], ["-k", ["completion", "probe"]]);
});

test("snapshotAcceptance() asks nothing where completion alone shows arguments to the end of the line", () => {
  const trailing = completionOfRun("'*::words:_default'");
  const described = { ...descriptor, probe_candidates: [{ path: ["run"], flags: ["--x"] }, { path: ["run", "below"] }] };
  const given = { ...unaskedCapture, completion: trailing };
  assert.deepEqual(snapshotAcceptance(described, given, []).plan.skipped, [
    { path: ["run"], flag: "--x", reason: "takes trailing arguments" },
  ]);
  assert.deepEqual(build({ ...given, acceptance: [] }, "full", described).snapshot.known_omissions?.slice(0, 2), [
    "acceptance not probed: tool run --x (takes trailing arguments)",
    "acceptance not probed: tool run below --help (takes trailing arguments)",
  ]);
});
