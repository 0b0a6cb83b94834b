import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { WrapperCoverageV1 } from "@lockstep/contracts";
import { documentOf } from "../run.ts";
import { setUpRecording, type RecordingBench } from "./recording-bench.ts";

/** Each scenario as its words, and how often it was seen. */
function lines(bench: RecordingBench): readonly string[] {
  return bench.document().scenarios.map(({ argv, calls }) => `${argv.map(({ token }) => token).join(" ")} ×${String(calls)}`);
}
const out = "--out=out.json";

test("wrapper-coverage --record writes what the wrapper calls on PATH, values masked, equal lines counted", async (t) => {
  const bench = setUpRecording(t);
  const script = 'tool exec --json --mode fast "my secret"; tool exec --json --mode fast other; tool --config k=s3cret exec -; tool login';
  const ran = await bench.record([out], ["sh", "-c", script]);
  assert.deepEqual(ran, {
    code: 0,
    out: [
      "4 calls of tool, read with 1.4.0: 3 command lines, 7 units",
      "The help of 1.4.0 shows all of it",
      "out.json (written)",
      "Its coverage: xtask wrapper-coverage --cli tool --from 'cat out.json' --out <file>\n",
    ].join("\n"),
    err: "",
  });
  assert.deepEqual(lines(bench), ["--config value exec - ×1", "exec --json --mode fast value ×2", "login ×1"]);
  assert.doesNotMatch(readFileSync(join(bench.folder, "out.json"), "utf8"), /s3cret|my secret/);
  assert.deepEqual(bench.document().recording.units, [
    { path: [], scenarios: ["exec 1", "exec 2", "login 1"], calls: 4 },
    { path: ["exec"], scenarios: ["exec 1", "exec 2"], calls: 3 },
    { path: ["login"], scenarios: ["login 1"], calls: 1 },
    { path: [], key: "--config", scenarios: ["exec 1"], calls: 1 },
    { path: ["exec"], key: "--json", scenarios: ["exec 2"], calls: 2 },
    { path: ["exec"], key: "--mode", scenarios: ["exec 2"], calls: 2 },
    { path: ["exec"], name: "PROMPT", scenarios: ["exec 1", "exec 2"], calls: 3 },
  ]);
  assert.deepEqual(bench.leftovers(), []);
});

test("wrapper-coverage --from derives the coverage of a recorded wrapper, whatever the order of its calls", async (t) => {
  const bench = setUpRecording(t);
  await bench.record([out], ["sh", "-c", "tool exec --json --nonsense; tool login"]);
  const first = readFileSync(join(bench.folder, "out.json"), "utf8");
  await bench.record([out], ["sh", "-c", "tool login; tool exec --json --nonsense"]);
  assert.equal(readFileSync(join(bench.folder, "out.json"), "utf8"), first);
  const derive = ["--from=cat out.json", "--out=coverage.json", "--generated-at=2026-01-01T00:00:00Z"];
  assert.deepEqual((await bench.run(["wrapper-coverage", "--cli=tool", ...derive])).err, "");
  const { wrapper_version, coverage } = JSON.parse(readFileSync(join(bench.folder, "coverage.json"), "utf8")) as WrapperCoverageV1;
  assert.equal(wrapper_version, "0.1.0");
  assert.deepEqual(coverage, [
    { path: [], level: "explicit" },
    { path: ["exec"], level: "explicit", flags: [{ key: "--json", level: "explicit" }] },
    { path: ["login"], level: "explicit" },
  ]);
});

test("wrapper-coverage --record leads the wrapper to the stand-in by its path", async (t) => {
  const bench = setUpRecording(t);
  await bench.record([out], ["sh", "-c", '"$XTASK_STAND_IN" exec --json; env -i "$1" login', "sh", "{stand-in}"]);
  assert.deepEqual(lines(bench), ["exec --json ×1", "login ×1"]);
});

test("wrapper-coverage --record replaces the wrapper's own file in a copy of its project and leaves the project alone", async (t) => {
  const bench = setUpRecording(t);
  const own = "project/node_modules/@tool/cli/bin/tool";
  bench.write(own, "#!/bin/sh\necho real\n");
  bench.write("project/run.sh", '#!/bin/sh\n"$(dirname "$0")/node_modules/.bin-link/tool" exec --json\necho made >made.txt\n');
  bench.write("project/.git/config", "[core]\n");
  symlinkSync("@tool/cli/bin", join(bench.folder, "project/node_modules/.bin-link"));
  const replace = "--replace=node_modules/@tool/cli/bin/tool";
  assert.equal((await bench.record([out, "--project=project", replace], ["./run.sh"])).code, 0);
  assert.deepEqual(lines(bench), ["exec --json ×1"]);
  assert.equal(readFileSync(join(bench.folder, own), "utf8"), "#!/bin/sh\necho real\n");
  assert.equal(existsSync(join(bench.folder, "project/made.txt")), false);
  assert.deepEqual(bench.leftovers(), []);
});

test("wrapper-coverage --record refuses a file that leads out of the copy, and touches nothing there", async (t) => {
  const bench = setUpRecording(t);
  bench.write("project/package.json", "{}");
  const elsewhere = bench.write("elsewhere/tool", "#!/bin/sh\necho real\n");
  symlinkSync(join(bench.folder, "elsewhere"), join(bench.folder, "project/linked"));
  const ran = await bench.record(["--project=project", "--replace=linked/tool"], ["true"]);
  assert.equal(ran.code, 3);
  assert.match(
    ran.err,
    /^error\[REPLACED_OUTSIDE\]: "linked\/tool" of --replace leads out of the copied project, to ".*\/elsewhere"\n {2}hint: /m,
  );
  assert.equal(readFileSync(elsewhere, "utf8"), "#!/bin/sh\necho real\n");
  assert.deepEqual(bench.leftovers(), []);
});

test("wrapper-coverage --record answers with a program, and keeps names of variables and initialize fields but no value", async (t) => {
  const bench = setUpRecording(t);
  const answers = bench.write("answer.sh", '#!/bin/sh\nread line\necho "$line|$*|$TOOL_TOKEN"\nexit 7\n');
  const cli = JSON.parse(readFileSync(join(bench.folder, "manifests/tool/cli.json"), "utf8")) as object;
  bench.write("manifests/tool/cli.json", JSON.stringify({ ...cli, initialize_request: { fields_in: "order", named_by: "kind" } }));
  const request = '{"order":{"kind":"initialize","hooks":{"deep":"s3cret"},"systemPrompt":"s3cret"}}';
  const others = '{"order":{"kind":"other","s3cret":1}}\\n{"request":{"kind":"initialize","s3cret":1}}';
  const rpc = '{"method":"initialize","id":1,"params":{"clientInfo":{"name":"s3cret"}}}';
  const said = join(bench.folder, "said.txt");
  const script = [
    `printf '%s\\n' '${request}' | TOOL_TOKEN=s3cret tool exec --json >${said}; [ $? -eq 7 ] || exit 1`,
    `printf '%s\\n' '${rpc}' | TOOL_TOKEN=s3cret TOOL_MODE=x tool login >>${said}; [ $? -eq 7 ] || exit 1`,
    `printf 'no json\\n[]\\n${others}\\n' | tool login >>${said}; [ $? -eq 7 ]`,
  ].join("\n");
  // What starts the wrapper adds variables too, which are none of the wrapper's.
  const ran = await bench.record([out, `--answers=${answers}`], ["env", "BY_THE_RUNNER=1", "sh", "-c", script], { AMBIENT: "1" });
  assert.equal(ran.code, 0, ran.err);
  assert.equal(readFileSync(said, "utf8"), `${request}|exec --json|s3cret\n${rpc}|login|s3cret\nno json|login|\n`);
  const { environment, initialize } = bench.document().recording;
  assert.deepEqual(environment, [
    { name: "TOOL_MODE", calls: 1 },
    { name: "TOOL_TOKEN", calls: 2 },
  ]);
  assert.deepEqual(initialize, [
    { key: "clientInfo", calls: 1 },
    { key: "hooks", calls: 1 },
    { key: "systemPrompt", calls: 1 },
  ]);
  assert.doesNotMatch(readFileSync(join(bench.folder, "out.json"), "utf8"), /s3cret/);
  assert.match(ran.out, /Environment variables that it adds:\n {2}TOOL_MODE {3}1 call\n {2}TOOL_TOKEN {2}2 calls\n/);
});

test("wrapper-coverage --record answers with captured output, and with the version that the wrapper is meant for", async (t) => {
  const bench = setUpRecording(t);
  const captured = bench.write("captured.txt", "line 1\nline 2\n");
  const script = '[ "$(tool exec --json)" = "$(printf "line 1\\nline 2")" ] && [ "$(tool --version)" = "tool 1.3.0" ]';
  const ran = await bench.record([out, "--version=1.3.0", `--answers=${captured}`], ["sh", "-c", script]);
  assert.equal(ran.code, 0, ran.err);
  assert.equal(bench.document().recording.version, "1.3.0");
});

test("wrapper-coverage --record reads what a wrapper writes, so that it does not die of a closed pipe", async (t) => {
  const bench = setUpRecording(t);
  const captured = bench.write("captured.txt", "line\n");
  const script = [
    "send() { head -c 300000 /dev/zero; }",
    "send | { tool exec -; sleep 0.2; } && send | tool --version && tool login <&-",
  ].join("; ");
  for (const answers of [[`--answers=${captured}`], []]) {
    const ran = await bench.record([out, ...answers], ["bash", "-o", "pipefail", "-c", script]);
    assert.equal(ran.code, 0, ran.err);
  }
});

test("wrapper-coverage --record keeps any words apart, and calls that run at once", async (t) => {
  const bench = setUpRecording(t);
  const script = [
    `tool exec "$(printf 'two\\nlines')"`,
    `tool exec ''`,
    `tool exec -- --json`,
    `for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do tool login & done; wait`,
  ].join("; ");
  await bench.record([out], ["sh", "-c", script]);
  assert.deepEqual(lines(bench), ["exec  ×1", "exec -- value ×1", "exec value ×1", "login ×16"]);
});

test("wrapper-coverage --record names what no help shows: hidden, removed, wrong; and exits 2 for what does not work", async (t) => {
  const bench = setUpRecording(t);
  const script =
    "tool exec --deep; tool exec --old --json; tool exec --nonsense=x; tool exec --mode odd; tool trace; tool exec undo; tool login --json; tool exec --json=x";
  const ran = await bench.record([out], ["sh", "-c", script]);
  assert.deepEqual([ran.code, ran.err], [2, ""]);
  assert.deepEqual(
    bench
      .document()
      .recording.unshown.map(({ path, key, name, state, note }) => [
        [...path, ...(key ?? name ?? "").split(" ")].join(" ").trim(),
        state,
        note,
      ]),
    [
      ["exec --deep", "hidden", "1.4.0 has the flag and hides it"],
      ["exec --json", "wrong", '1.4.0: the flag "--json" takes no value'],
      ["exec --mode", "wrong", "1.4.0 does not list the value that it is given"],
      ["exec --nonsense", "unasked", "No committed version has it there; no binary of 1.4.0 was asked"],
      ["exec --old", "removed", "1.2.0 has it, 1.4.0 does not"],
      ["exec undo", "removed", "1.2.0 has it, 1.4.0 does not: it takes the word for PROMPT"],
      ["login --json", "unasked", "No committed version has it there; no binary of 1.4.0 was asked"],
      ["trace", "removed", "1.2.0 has it, 1.4.0 does not"],
    ],
  );
  assert.match(ran.out, /Not in the help of 1\.4\.0, or not used as it says:\n {2}exec --deep {6}hidden {3}1 call {2}1\.4\.0 has the flag/);
  // What an earlier version takes is credited, what none takes is not.
  assert.deepEqual(lines(bench), ["exec ×3", "exec --deep ×1", "exec --old --json ×1", "exec undo ×1", "login ×1", "trace ×1"]);
  const early = await bench.record(["--version=1.3.0"], ["sh", "-c", "tool exec --new"]);
  assert.match(early.out, /exec --new {2}wrong {2}1 call {2}1\.4\.0 has it, 1\.3\.0 does not yet\n/);
});

test("wrapper-coverage --record --json prints the evidence, and writes nothing without --out", async (t) => {
  const bench = setUpRecording(t);
  const document = documentOf(await bench.record(["--json"], ["tool", "exec", "--json"]));
  assert.equal(document["path"], undefined);
  assert.equal(document["torn"], 0);
  assert.equal(existsSync(join(bench.folder, "out.json")), false);
});

test("wrapper-coverage --record counts a call whose stand-in is killed behind the words, and says which are not counted", async (t) => {
  const bench = setUpRecording(t);
  // The words are in the file of the call before the stand-in goes on to anything else.
  const script = [
    'PATH=/nowhere "$XTASK_STAND_IN" exec --json &',
    "wait",
    'folder="$(dirname "$(dirname "$XTASK_STAND_IN")")/calls"',
    "printf '2\\0exec\\0--deep\\0NAME' >\"$folder/1.0\"",
    "printf '2\\0exec\\0--mo' >\"$folder/1.1\"",
  ].join("\n");
  const ran = await bench.record([out], ["sh", "-c", script]);
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(lines(bench), ["exec --deep ×1", "exec --json ×1"]);
  assert.deepEqual(bench.document().recording.environment, []);
  assert.equal(ran.err, "warning: 1 of the calls is not counted: the stand-in was killed before it had written the words down\n");
  const torn = 'printf \'2\\0exec\' >"$(dirname "$(dirname "$XTASK_STAND_IN")")/calls/1.1"';
  assert.match((await bench.record([], ["sh", "-c", torn])).err, /^error\[RECORDING_TORN\]: Every stand-in of tool was killed/);
});

test("wrapper-coverage --record leads absolute links of a project into the copy, and leaves pipes out", async (t) => {
  const bench = setUpRecording(t);
  const own = bench.write("project/store/cli/bin/tool", "#!/bin/sh\necho real >ran.txt\n");
  const { status } = spawnSync("mkfifo", [join(bench.folder, "project/pipe")]);
  assert.equal(status, 0);
  symlinkSync(join(bench.folder, "project/store/cli"), join(bench.folder, "project/linked"));
  // The same file twice, once by its absolute path.
  const replaced = ["--replace=store/cli/bin/tool", `--replace=${own}`];
  const ran = await bench.record([out, "--project=project", ...replaced], ["sh", "-c", "linked/bin/tool exec --json && [ ! -e ran.txt ]"]);
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(lines(bench), ["exec --json ×1"]);
});

test("a stand-in that outlives its recording refuses every call", async (t) => {
  const bench = setUpRecording(t);
  await bench.record([], ["sh", "-c", 'cp "$XTASK_STAND_IN" kept; tool login']);
  const again = await bench.record([], ["sh", "-c", "tool login; ./kept login 2>said.txt; [ $? -eq 70 ]"]);
  assert.equal(again.code, 0, again.err);
  assert.equal(readFileSync(join(bench.folder, "said.txt"), "utf8"), "The recording that this stand-in belongs to is over\n");
});

const refusals: readonly (readonly [when: string, options: readonly string[], command: readonly string[], code: number, err: RegExp])[] = [
  [
    "no call was made",
    [],
    ["true"],
    3,
    /^error\[RECORDING_EMPTY\]: "true" made no call of tool that was recorded\n {2}hint: Lead the wrapper to the stand-in: /,
  ],
  [
    "the command fails",
    [],
    ["sh", "-c", "tool login; echo broken >&2; exit 4"],
    3,
    /^error\[RECORDING_FAILED\]: The command "sh -c tool login; echo broken >&2; exit 4" exited with 4; expected exit 0 \(the stand-in of "tool" got 1 calls\)\nbroken\n {2}hint: Make it pass/,
  ],
  [
    "the command does not exist",
    [],
    ["no-such-program"],
    3,
    /^error\[RECORDING_FAILED\]: The command "no-such-program" ended "spawn-failed"/,
  ],
  [
    "the command takes too long",
    ["--timeout-ms=300"],
    ["sleep", "20"],
    3,
    /^error\[RECORDING_FAILED\]: The command "sleep 20" ended "timed-out"/,
  ],
  ["the answers are absent", ["--answers=nothing.sh"], ["true"], 3, /^error\[ANSWERS_MISSING\]: "nothing\.sh" of --answers is no file\n/],
  ["the project is absent", ["--project=nowhere"], ["true"], 3, /^error\[PROJECT_MISSING\]: ".*\/nowhere" of --project is no folder\n/],
  [
    "the replaced file is absent",
    ["--project=manifests", "--replace=a/b"],
    ["true"],
    3,
    /^error\[REPLACED_MISSING\]: "a\/b" of --replace is no file of the project/,
  ],
  [
    "the replaced file lies outside",
    ["--project=manifests", "--replace=../x"],
    ["true"],
    3,
    /^error\[REPLACED_OUTSIDE\]: "\.\.\/x" of --replace lies outside/,
  ],
  [
    "the version has no union",
    ["--version=9.0.0"],
    ["true"],
    3,
    /^error\[UNION_MISSING\]: .*\n {2}hint: There are unions of 1\.2\.0, 1\.3\.0, 1\.4\.0; /,
  ],
  [
    "the answers are a program without the mark",
    ["--answers=program.sh"],
    ["true"],
    3,
    /^error\[ANSWERS_NOT_EXECUTABLE\]: "program\.sh" of --answers begins with "#!"/,
  ],
  ["the binary is absent", ["--binary=nothing"], ["true"], 3, /^error\[BINARY_MISSING\]: "nothing" of --binary is no file\n/],
  [
    "the binary is another",
    ["--binary=program.sh"],
    ["true"],
    3,
    /^error\[BINARY_OTHER\]: "program\.sh" of --binary has the sha256 \w+; the snapshots of 1\.4\.0/,
  ],
  [
    "the place of the document is a folder",
    ["--out=manifests"],
    ["true"],
    3,
    /^error\[OUT_IS_FOLDER\]: "manifests" of --out is a folder\n/,
  ],
  ["the project holds the place of its copy", ["--project=."], ["true"], 3, /^error\[PROJECT_TOO_LARGE\]: /],
  ["there is no command", [], [], 64, /^error\[OPTION_MISSING\]: "--record" needs a command behind "--"\n/],
  [
    "it is to be checked",
    ["--check"],
    ["true"],
    64,
    /^error\[OPTION_CONFLICT\]: The options "--record" and "--check" exclude each other\n/,
  ],
  [
    "a file is replaced without a project",
    ["--replace=x"],
    ["true"],
    64,
    /^error\[OPTION_NEEDS\]: The option "--replace" needs "--project"\n/,
  ],
];
for (const [when, options, command, code, err] of refusals) {
  test(`wrapper-coverage --record writes nothing and says why when ${when}`, async (t) => {
    const bench = setUpRecording(t);
    chmodSync(bench.write("program.sh", "#!/bin/sh\n"), 0o644);
    const ran = await bench.record(options.some((option) => option.startsWith("--out")) ? options : [out, ...options], command);
    assert.deepEqual([ran.code, ran.out], [code, ""], ran.err);
    assert.match(ran.err, err);
    assert.equal(existsSync(join(bench.folder, "out.json")), false);
    assert.deepEqual(bench.leftovers(), []);
  });
}
