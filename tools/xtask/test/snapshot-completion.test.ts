import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { at, common, descriptor, fake, install, outFile, snapshot, target } from "./snapshot-world.ts";

test("snapshot asks a program of cobra command by command, walks what only the answers show, and reads raw help to the same document", async () => {
  const list = (...lines: readonly string[]): string => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")}; echo done >&2`;
  const page = (usage: string, ...rows: readonly string[]): string => list("Usage:", `  ${usage} [flags]`, "", ...rows);
  const row = (name: string): string => `  -h, --help   help for ${name}`;
  const tab = "\t";
  const script = fake({
    "--help": page("tool", "Available Commands:", "  run         Runs it", "", "Flags:", row("tool")),
    "run --help": page("tool run", "Flags:", row("run"), "      --on   Turns it on"),
    "extra --help": page("tool extra", "Flags:", row("extra")),
    "__complete -": list(`--help${tab}help for tool`, `-h${tab}help for tool`, `--as${tab}Who`, ":4"),
    "__complete ": list(`run${tab}Runs it`, `extra${tab}Not in help`, `help${tab}Help`, ":4"),
    "__complete run -": list(`--as${tab}Who`, `--help${tab}help for run`, `-h${tab}help for run`, `--on${tab}Turns it on`, ":4"),
    "__complete extra -": list(`--as${tab}Who`, `--help${tab}help for extra`, `-h${tab}help for extra`, `--quiet${tab}Says less`, ":4"),
    "__complete --as --help -": list(`--help${tab}help for tool`, ":4"),
    "__complete extra --quiet --help -": list(":4"),
  });
  await install({ script, descriptor: { ...descriptor, framework: "cobra", completion: { protocol: "cobra", args: ["__complete"] } } });
  const { code, stderr } = await snapshot([...common, "--capture-raw-help"]);
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /HELP_COMPLETION_DISAGREE/);
  const document = parseContract("UpstreamSnapshotV1", outFile, await readFile(at(outFile), "utf8"));
  assert.deepEqual(
    document.commands.map(({ path }) => path.join(" ")),
    ["", "extra", "run"],
  );
  const units = document.commands.map(({ hidden, sources, flags }) => [
    hidden,
    sources,
    flags?.map(({ long, short, takes_value, hidden: isHidden, global, sources: from }) => [
      long,
      short,
      takes_value,
      isHidden,
      global,
      from,
    ]),
  ]);
  const both = ["help", "completion"];
  assert.deepEqual(units, [
    [
      undefined,
      both,
      [
        ["--as", undefined, true, undefined, true, ["completion"]],
        ["--help", "-h", false, undefined, undefined, both],
      ],
    ],
    [
      undefined,
      ["completion"],
      [
        ["--help", "-h", false, undefined, undefined, both],
        ["--quiet", undefined, false, undefined, undefined, ["completion"]],
      ],
    ],
    [
      undefined,
      both,
      [
        ["--help", "-h", false, undefined, undefined, both],
        ["--on", undefined, false, undefined, undefined, both],
      ],
    ],
  ]);
  assert.equal(document.known_omissions, undefined);
  const first = await readFile(at(outFile), "utf8");
  const raw = `manifests/tool/raw_help/1.2.3/${target}`;
  assert.match(await readFile(at(`${raw}/commands/run/completion.txt`), "utf8"), /^\$ -\nexit: 0\nout: --as/);
  await snapshot(["--from-raw", raw, "--out-file", outFile, "--collected-at", "2026-01-01T00:00:00Z"]);
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot asks what a program completes only where its help is that of cobra", async () => {
  const cobra =
    "printf '%s\\n' 'Runs it' '' 'Usage:' '  tool [flags]' '' 'Flags:' '  -h, --help   help for tool' '' 'Use \"tool [command] --help\" for more information about a command.'";
  const clap = "printf '%s\\n' 'Runs it' '' 'Usage: tool [OPTIONS]' '' 'Options:' '  -h, --help  Print help'";
  const cases = [
    ["cobra", cobra, true],
    ["auto", cobra, true],
    ["auto", clap, false],
    ["clap", clap, false],
  ] as const;
  for (const [framework, help, isAsked] of cases) {
    const script = fake({ "--help": help, "__complete -": "echo --more; echo --help; echo :4", "__complete --more --help -": "echo :4" });
    await install({ script, descriptor: { ...descriptor, framework, completion: { protocol: "cobra", args: ["__complete"] } } });
    const { code, stderr } = await snapshot([...common, "--no-cache"]);
    assert.equal(code, 0, stderr);
    const document = await readFile(at(outFile), "utf8");
    assert.equal(document.includes("--more"), isAsked, `${framework}: ${help}`);
    assert.equal(/completion probe failed/.test(document), false);
  }
});
