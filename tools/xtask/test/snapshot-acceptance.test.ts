import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { at, cacheable, common, descriptor, fake, help, install, outFile, snapshot } from "./snapshot-world.ts";

interface Probed {
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly aliases?: readonly string[];
    readonly flags?: readonly { readonly long?: string; readonly hidden?: boolean; readonly sources?: readonly string[] }[];
  }[];
  readonly rejected?: readonly object[];
  readonly known_omissions?: readonly string[];
}
const textOf = (): Promise<string> => readFile(at(outFile), "utf8");
const read = async (): Promise<Probed> => JSON.parse(await textOf()) as Probed;

const refuse = (message: string): string => `echo "error: ${message}" >&2; exit 2`;
/** A CLI that refuses every command line but these. */
const script = fake({
  "--help": help("tool", ["run  Run it"]),
  "run --help": help("tool run", [], ["--shown  Shown"]),
  "go --help": help("tool run", [], ["--shown  Shown"]),
  "gone --help": refuse("unrecognized subcommand 'gone'"),
  "run --old=lockstep-probe --help": refuse("unexpected value 'lockstep-probe' for '--shown' found; no more were expected"),
  "run --old --help": help("tool run", [], ["--shown  Shown"]),
  "run --from=x --help": refuse("invalid value 'x' for '--from <SOURCE>'"),
  "run --bad=lockstep-probe --help": refuse("unexpected argument '--bad' found"),
  "run --slow=lockstep-probe --help": "sleep 60",
  "run --lockstep-no-such-flag=lockstep-probe --help": refuse("unexpected argument '--lockstep-no-such-flag' found"),
});
const candidates = (...flags: readonly string[]): object => ({
  ...descriptor,
  probe_candidates: [{ path: ["go"] }, { path: ["gone"] }, { path: ["run"], flags }],
});
const asking = candidates("--old", "--from=x", "--bad", "--shown");

test("snapshot asks about the candidates of cli.json", async () => {
  await install({ script, descriptor: asking });
  assert.equal((await snapshot(common)).code, 0);
  const { commands, rejected, known_omissions } = await read();
  assert.deepEqual(
    commands.map(({ path, aliases }) => [path.join(" "), aliases]),
    [
      ["", undefined],
      ["run", ["go"]],
    ],
  );
  assert.deepEqual(
    commands.at(1)?.flags?.map(({ long, hidden, sources }) => [long, hidden, sources]),
    [
      ["--from", true, ["probe"]],
      ["--help", undefined, ["help"]],
      ["--old", true, ["probe"]],
      ["--shown", undefined, ["help"]],
    ],
  );
  assert.deepEqual(rejected, [{ path: ["gone"] }, { path: ["run"], key: "--bad" }]);
  assert.equal(known_omissions, undefined);
});

test("snapshot asks about no candidate when --sources leaves out probe", async () => {
  await install({ script, descriptor: asking });
  await snapshot([...common, "--sources", "help,completion"]);
  const unasked = await textOf();
  await install({ script });
  await snapshot(common);
  assert.equal(await textOf(), unasked);
});

test("snapshot records a candidate that the binary does not answer for in time, and asks again in the next run", async () => {
  await install({ script: cacheable(script), descriptor: candidates("--slow", "--bad") });
  const words = [...common.map((word) => (word === "5000" ? "400" : word)), "--via", "sh"];
  await snapshot(words);
  const { rejected, known_omissions } = await read();
  assert.deepEqual(known_omissions, ["timeout after 400 ms: tool run --slow=lockstep-probe --help"]);
  assert.deepEqual(rejected, [{ path: ["gone"] }, { path: ["run"], key: "--bad" }]);
  assert.notDeepEqual((await snapshot(words)).spawned, []);
});

test("snapshot takes answers from the cache, and asks again when the candidates change", async () => {
  await install({ script: cacheable(script), descriptor: asking });
  const words = [...common, "--via", "sh"];
  await snapshot(words);
  const first = await textOf();
  assert.deepEqual((await snapshot(words)).spawned, []);
  assert.equal(await textOf(), first);
  await writeFile(at("manifests/tool/cli.json"), JSON.stringify(candidates("--old")));
  assert.notDeepEqual((await snapshot(words)).spawned, []);
  assert.notEqual(await textOf(), first);
});

test("snapshot --from-raw reads the answers again, without the binary", async () => {
  await install({ script, descriptor: asking });
  await snapshot([...common, "--capture-raw-help"]);
  const folder = "manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl";
  const answers = await readFile(at(`${folder}/commands/run/acceptance.txt`), "utf8");
  assert.match(answers, /^\$ --bad=lockstep-probe --help\nexit: 2\nout: \nerr: error: unexpected argument '--bad' found\n/);
  assert.ok(existsSync(at(`${folder}/acceptance.txt`)));
  assert.ok(existsSync(at(`${folder}/commands/go/help.txt`)));
  const first = await textOf();
  const { code, spawned } = await snapshot(["--from-raw", folder, "--out-file", outFile]);
  assert.deepEqual([code, spawned], [0, []]);
  assert.equal(await textOf(), first);
});

test("snapshot drops the raw answers of candidates that are gone", async () => {
  await install({ script, descriptor: asking });
  await snapshot([...common, "--capture-raw-help"]);
  await install({ script });
  await snapshot([...common, "--capture-raw-help"]);
  const folder = at("manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl");
  assert.deepEqual(
    ["acceptance.txt", "commands/run/acceptance.txt", "commands/go/help.txt", "commands/run/help.txt"].map((name) =>
      existsSync(`${folder}/${name}`),
    ),
    [false, false, false, true],
  );
});

test("snapshot refuses candidates that are no single flags", async () => {
  for (const flag of ["--", "x", "--x y", "--x=", "-xy"]) {
    await install({ script, descriptor: candidates(flag) });
    const { code, stderr } = await snapshot(common);
    assert.equal(code, 3);
    assert.match(stderr, /\/probe_candidates\/2\/flags\/0/);
  }
});
