import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { at, descriptor, fake, install, outFile, snapshot } from "./snapshot-world.ts";

/** A CLI of cobra whose helps leave out the flags of every command; `options` lists them. */
const own = {
  ...descriptor,
  framework: "cobra",
  completion: { protocol: "cobra", args: ["__complete"] },
  global_help_args: ["options"],
};
const print = (text: string): string => `cat <<'END'\n${text}END\n`;
const script = fake({
  "--help": print("A tool\n\nUsage:\n  tool [command]\n\nAvailable Commands:\n  run  Run it\n\nFlags:\n  -h, --help   help for tool\n"),
  "run --help": print("Run it\n\nUsage:\n  tool run [flags]\n\nFlags:\n      --dry    try\n  -h, --help   help for run\n"),
  options: print(
    "The following options can be passed to any command:\n\n    --as='':\n\tUser to be\n\n    -h, --help=false:\n\thelp for options\n\n    -v, --v=0:\n\tnumber for the log level\n\n    --warn=false:\n\tfail on warnings\n",
  ),
  "__complete -": print(
    "--help\thelp for tool\n-h\thelp for tool\n--as\tUser to be\n--v\tnumber\n-v\tnumber\n--warn\tfail on warnings\n:4\n",
  ),
  "__complete ": print("run\tRun it\n:4\n"),
  "__complete run -": print("--dry\ttry\n--help\thelp for run\n--as\tUser to be\n--v\tnumber\n-v\tnumber\n--warn\tfail on warnings\n:4\n"),
});
const common = ["--binary", "tool", "--out-file", outFile, "--jobs", "2", "--collected-at", "2026-01-01T00:00:00Z"];
const raw = "manifests/tool/raw_help/1.2.3/x86_64-unknown-linux-musl";
const textOf = (): Promise<string> => readFile(at(outFile), "utf8");

test("snapshot gives the root the flags that a text of their own lists, and asks no question about them", async () => {
  await install({ script, descriptor: own });
  const { code, spawned } = await snapshot(common);
  assert.equal(code, 0);
  const { commands, known_omissions } = parseContract("UpstreamSnapshotV1", outFile, await textOf());
  assert.deepEqual(
    commands.map(({ path, flags }) => [
      path.join(" "),
      flags?.map(({ long, short, takes_value, global, sources }) => [long, short, takes_value, global, sources]),
    ]),
    [
      [
        "",
        [
          ["--as", undefined, true, true, ["help", "completion"]],
          ["--help", "-h", false, undefined, ["help", "completion"]],
          ["--v", "-v", true, true, ["help", "completion"]],
          ["--warn", undefined, false, true, ["help", "completion"]],
        ],
      ],
      [
        "run",
        [
          ["--dry", undefined, false, undefined, ["help", "completion"]],
          ["--help", "-h", false, undefined, ["help", "completion"]],
        ],
      ],
    ],
  );
  assert.equal(known_omissions, undefined);
  const said = JSON.stringify(spawned);
  assert.match(said, /__complete/);
  assert.doesNotMatch(said, /--as/);
});

test("snapshot has the command that lists those flags where completion offers it, though its own help is empty", async () => {
  const offering = (words: string): string => script.replace("run\tRun it\n:4", `run\tRun it\n${words}\tList flags\n:4`);
  const known = async (): Promise<readonly string[]> => {
    const { commands } = parseContract("UpstreamSnapshotV1", outFile, await textOf());
    return commands.map(({ path, sources = [], hidden }) => `${path.join(" ")}[${sources.join()}]${String(hidden)}`);
  };
  await install({ script: offering("options"), descriptor: own });
  assert.equal((await snapshot(common)).code, 0);
  const usual = ["[help,completion]undefined", "run[help,completion]undefined"];
  assert.deepEqual(await known(), [usual[0], "options[completion]undefined", usual[1]]);
  // A word that completion offers may be an argument; nothing else was called.
  await install({ script: offering("other"), descriptor: own });
  assert.equal((await snapshot([...common, "--no-cache"])).code, 0);
  assert.deepEqual(await known(), usual);
});

test("snapshot keeps a command that must not be called by its row alone", async () => {
  const unasked = { ...own, unasked_commands: [["run"], ["other"]] };
  await install({ script, descriptor: unasked });
  const { code, spawned } = await snapshot([...common, "--capture-raw-help"]);
  assert.equal(code, 0);
  const { commands, known_omissions } = parseContract("UpstreamSnapshotV1", outFile, await textOf());
  assert.deepEqual(
    commands.map(({ path, about, hidden, flags = [], help_sha256 }) => [
      path.join(" "),
      about,
      hidden,
      flags.length,
      help_sha256 !== undefined,
    ]),
    [
      ["", "A tool", undefined, 4, true],
      ["run", "Run it", undefined, 0, false],
    ],
  );
  assert.deepEqual(known_omissions, ["help not probed: tool run --help (in unasked_commands)"]);
  assert.doesNotMatch(JSON.stringify(spawned), /"run"|run --help|__complete run/);
  const first = await textOf();
  assert.equal((await snapshot(["--from-raw", raw, "--out-file", outFile])).code, 0);
  assert.equal(await textOf(), first);
});

test("snapshot --from-raw reads the flags of every command again, without the binary", async () => {
  await install({ script, descriptor: own });
  await snapshot([...common, "--capture-raw-help"]);
  const first = await textOf();
  assert.match(await readFile(at(`${raw}/help_global.txt`), "utf8"), /--warn/);
  const { code, spawned } = await snapshot(["--from-raw", raw, "--out-file", outFile]);
  assert.deepEqual([code, spawned], [0, []]);
  assert.equal(await textOf(), first);
  await install({ script, descriptor: { ...own, global_help_args: undefined } });
  await snapshot([...common, "--capture-raw-help"]);
  assert.equal(existsSync(at(`${raw}/help_global.txt`)), false);
});

test("snapshot records that the text with the flags of every command failed, or lists none", async () => {
  for (const [action, omission] of [
    ["exit 3", "help probe failed: tool options (exit 3)"],
    ["echo nothing", "help of global flags not recognised"],
  ] as const) {
    await install({ script: script.replace(/'options'\)[^;]*?END\n;;/s, `'options') ${action};;`), descriptor: own });
    assert.equal((await snapshot([...common, "--no-cache", "--sources", "help"])).code, 0);
    assert.deepEqual(parseContract("UpstreamSnapshotV1", outFile, await textOf()).known_omissions, [omission]);
  }
});
