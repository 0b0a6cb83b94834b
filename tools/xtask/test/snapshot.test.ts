import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../../schemas/cli/snapshot.v1.json" with { type: "json" };
import {
  at,
  cacheable,
  common,
  descriptor,
  fake,
  good,
  help,
  install,
  outFile,
  paths,
  read,
  rules,
  snapshot,
  target,
} from "./snapshot-world.ts";

test("snapshot writes the document and prints a result that keeps its schema", async () => {
  await install({ script: cacheable(good) });
  const { code, stdout, stderr } = await snapshot([...common, "--via", "sh", "--json"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const data: unknown = JSON.parse(stdout);
  const validate = new Ajv2020().compile(schema);
  assert.ok(validate(data), JSON.stringify(validate.errors));
  assert.deepEqual(paths(await read()), ["", "run"]);
  const again = await snapshot([...common, "--via", "sh"], { now: "2027-01-01T00:00:00Z" });
  assert.match(
    again.stdout,
    new RegExp(
      `^${outFile} is current, from cached probes\n  tool 1.2.3, ${target}, sha256 [0-9a-f]{64}\n  2 commands, 3 flags, 0 arguments; hidden: 0 commands, 0 flags\n$`,
    ),
  );
  assert.equal((await read()).collected_at, "2026-01-01T00:00:00Z");
  const explicit = await snapshot([...common, "--collected-at", "2027-01-01T00:00:00Z"]);
  assert.match(explicit.stdout, /is written/);
  assert.equal((await read()).collected_at, "2027-01-01T00:00:00Z");
});

test("snapshot gives probes an environment of their own and masks the throw-away folders", async () => {
  const show = `echo "Usage: tool $(env | sort | grep -v ^PATH= | tr '\\n' ' ')"; echo; echo 'Options:'; echo "  --home <X>  Home [default: $HOME] [env: TOOL_HOME=$TOOL_HOME]"; echo "  --cwd <X>  In $(pwd)"; test -t 0 && echo '  --tty  A terminal'; cat`;
  await install({ script: fake({ "--help": show }) });
  const { code } = await snapshot(common, {
    env: { HOME: "/home/me", LANG: "de_DE.UTF-8", TZ: "Asia/Tokyo", COLUMNS: "40", OPENAI_API_KEY: "secret" },
  });
  assert.equal(code, 0);
  const document = await readFile(at(outFile), "utf8");
  assert.match(document, /TOOL_HOME=\{home\}\/\.tool/);
  assert.match(document, /"default": "\{home\}"/);
  assert.match(document, /In \{cwd\}/);
  assert.match(
    document,
    /COLUMNS=400 .*HTTPS_PROXY=http:\/\/127\.0\.0\.1:9 .*LANG=C\.UTF-8 .*TMPDIR=\{tmp\} TOOL_HOME=\{home\}\/\.tool TZ=UTC/,
  );
  assert.doesNotMatch(document, /secret|\/home\/me|Tokyo|--tty|snapshot-home/);
});

const featureful = { ...descriptor, features: { list_args: ["features", "list"], enable_flag: "--enable" } };
/** Counts its features; `broken` and `lost` cannot be enabled, `extra` adds a command. */
const features = `#!/bin/sh
extra=
while [ "$1" = --enable ]; do
  case "$2" in broken) bad=1;; lost) bad=1;; extra) extra=1;; esac
  shift 2
done
case "$*" in
--version) echo tool 1.2.3;;
'features list') test -n "$bad" && { echo "cannot enable" >&2; exit 9; }
  printf 'alpha  under development  false\\nbroken  stable  false\\nextra  stable  false\\nlost  beta  false\\nold  removed  false\\nzed  stable  true\\n';;
--help) printf 'Usage: tool [OPTIONS]\\n\\nCommands:\\n  run  Run\\n'; test -z "$extra" || echo '  more  More';;
'run --help') echo 'Usage: tool run';;
'more --help') echo 'Usage: tool more';;
*) exit 2;;
esac
`;

test("snapshot enables what it can, records the rest, and walks again where the surface changes", async () => {
  await install({ script: features, descriptor: featureful });
  const { code } = await snapshot(common);
  assert.equal(code, 0);
  const document = await read();
  assert.deepEqual(document.features, {
    commands_added_when_all_enabled: [["more"]],
    enable_failures: [
      { exit_code: 9, feature: "broken", stage: "stable", stderr: "cannot enable" },
      { exit_code: 9, feature: "lost", stage: "beta", stderr: "cannot enable" },
    ],
    enabled_for_snapshot: ["alpha", "extra", "zed"],
    listed: ["alpha", "broken", "extra", "lost", "old", "zed"].map((name) => ({
      effective: name === "zed",
      name,
      stage: name === "alpha" ? "under development" : name === "lost" ? "beta" : name === "old" ? "removed" : "stable",
    })),
    mode: "default_plus_all_enabled",
    requested_enable: ["alpha", "broken", "extra", "lost", "zed"],
  });
  assert.deepEqual(paths(document), ["", "more", "run"]);
});

test("snapshot takes the excluded stages from the rules", async () => {
  await install({
    script: features,
    descriptor: featureful,
    rules: { ...rules, features: { enable_policy: { excluded_stages: ["removed", "under development", "beta", "stable"] } } },
  });
  assert.equal((await snapshot(common)).code, 0);
  assert.deepEqual((await read()).features?.enabled_for_snapshot, []);
});

test("snapshot writes current.json and raw help into --out-dir without rules", async () => {
  await install({ script: good });
  await rm(at("manifests/tool/RULES.json"));
  const { code } = await snapshot(["--binary", "tool", "--out-dir", "out/", "--capture-raw-help"]);
  assert.equal(code, 0);
  const document: unknown = JSON.parse(await readFile(at("out/current.json"), "utf8"));
  assert.deepEqual((document as { binary: object }).binary, {
    ...(document as { binary: object }).binary,
    platform: { os: "linux", arch: "x86_64" },
    target_triple: "unknown",
  });
  assert.match(await readFile(at("out/raw_help/1.2.3/commands/run/help.txt"), "utf8"), /^About tool run\n/);
  assert.equal((await snapshot(["--binary", "tool", "--out-dir", "out", "--capture-raw-help", "--raw-help-target", target])).code, 0);
  assert.deepEqual(await readdir(at(`out/raw_help/1.2.3/${target}`)), ["commands", "help.txt"]);
});

test("snapshot --from-raw gives the same document from raw captures, without the binary", async () => {
  await install({ script: features, descriptor: featureful });
  await snapshot([...common, "--capture-raw-help"]);
  const first = await readFile(at(outFile), "utf8");
  await rm(at("tool"));
  const raw = `manifests/tool/raw_help/1.2.3/${target}`;
  const { code, spawned } = await snapshot(["--from-raw", raw, "--out-file", outFile, "--collected-at", "2026-01-01T00:00:00Z"]);
  assert.deepEqual([code, spawned], [0, []]);
  assert.equal(await readFile(at(outFile), "utf8"), first);
  // Without the option the time of the earlier snapshot stays, whatever the clock says.
  await snapshot(["--from-raw", raw, "--out-file", outFile], { now: "2030-01-01T00:00:00Z" });
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot --from-raw says what is missing", async () => {
  await install({ script: good });
  const without = await snapshot(["--from-raw", "raw", "--out-file", outFile]);
  assert.match(
    without.stderr,
    /^error\[FILE_MISSING\]: ".*" does not exist\n {2}hint: --from-raw takes the facts about the binary from the snapshot at --out-file\n$/,
  );
  await snapshot(common);
  const { code, stderr } = await snapshot(["--from-raw", "raw/", "--out-file", outFile]);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^error\[RAW_HELP_MISSING\]: "raw\/help\.txt" does not exist\n {2}hint: Name the folder of one capture with --from-raw/,
  );
  assert.equal((await snapshot(["--from-raw", "raw", "--binary", "tool", "--out-file", outFile])).code, 64);
});

test("snapshot drops raw help of commands that are gone", async () => {
  await install({ script: good });
  const raw = at(`manifests/tool/raw_help/1.2.3/${target}`);
  const gone = ["commands/old/help.txt", "with_features/help.txt", "with_features/commands/old/help.txt", "features.txt", "completion.zsh"];
  for (const path of gone) await place(join(raw, path));
  await snapshot([...common, "--capture-raw-help"]);
  assert.deepEqual(await filesBelow(raw), ["commands/run/help.txt", "help.txt"]);
});

test("snapshot leaves raw help alone that is not of its own layout", async () => {
  await install({ script: good });
  const raw = at("out/raw_help/1.2.3");
  const foreign = [
    `${target}/help.txt`,
    `${target}/commands/old/help.txt`,
    `${target}/with_features/help.txt`,
    "commands/run/.help.txt.1.tmp",
    "commands/run/help.txt.old",
    "commands/run/notes.txt",
    "with_features/.help.txt.1.tmp",
  ];
  for (const path of foreign) await place(join(raw, path));
  assert.equal((await snapshot(["--binary", "tool", "--out-dir", "out", "--capture-raw-help"])).code, 0);
  assert.deepEqual(await filesBelow(raw), [...foreign, "commands/run/help.txt", "help.txt"].toSorted());
});

async function place(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "old");
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

test("snapshot names the features that were on when a probe failed with them, and nothing twice", async () => {
  const script = features
    .replace("  more  More';;", "  more  More'; test -z \"$extra\" || echo '  odd  Odd';;")
    .replace("'run --help') echo", "'odd --help') echo Prose;;\n'run --help') test -z \"$extra\" || exit 7; echo")
    .replace("'more --help') echo 'Usage: tool more'", "'more --help') exit 4");
  await install({ script, descriptor: { ...featureful, completion: { shell: "zsh", args: ["completion", "zsh"] } } });
  assert.equal((await snapshot([...common, "--capture-raw-help"])).code, 0);
  const document = await read();
  const on = "--enable alpha --enable extra --enable zed";
  const omissions = [
    "completion probe failed: tool completion zsh (exit 2)",
    `help not recognised: tool ${on} odd --help`,
    `help probe failed: tool ${on} more --help (exit 4)`,
    `help probe failed: tool ${on} run --help (exit 7)`,
  ];
  assert.deepEqual(document.known_omissions, omissions);
  const first = await readFile(at(outFile), "utf8");
  const raw = `manifests/tool/raw_help/1.2.3/${target}`;
  await snapshot(["--from-raw", raw, "--out-file", outFile, "--collected-at", "2026-01-01T00:00:00Z"]);
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot does not walk again when the completion script fails with features as without", async () => {
  const script = features.replace("echo '  more  More'", ":");
  await install({ script, descriptor: { ...featureful, completion: { shell: "zsh", args: ["completion", "zsh"] } } });
  const { spawned } = await snapshot([...common, "--jobs", "1"]);
  assert.deepEqual(
    spawned.filter((line) => line.endsWith("--enable zed run --help")),
    [],
  );
});

test("snapshot keeps the build metadata of the version", async () => {
  await install({ script: good.replace("1.2.3", "1.2.3+b5") });
  assert.equal((await snapshot(["--binary", "tool", "--out-dir", "out"])).code, 0);
  const document = JSON.parse(await readFile(at("out/current.json"), "utf8")) as { readonly binary: { readonly semantic_version: string } };
  assert.equal(document.binary.semantic_version, "1.2.3+b5");
});

test("snapshot drops leading warnings of help on stderr, and no text that begins like one", async () => {
  const leads: Readonly<Record<string, string>> = {
    "Note-taking made easy": "Note-taking made easy",
    "Information for all": "Information for all",
    "Warning lights and sirens": "Warning lights and sirens",
    "warning: old": "About",
    "tool: WARNING: old": "About",
    "[warn] old": "About",
    "WARN old": "About",
  };
  for (const [lead, about] of Object.entries(leads)) {
    await install({ script: fake({ "--help": `{ echo '${lead}'; echo About; echo; echo 'Usage: tool'; } >&2` }) });
    assert.equal((await snapshot(["--binary", "tool", "--out-dir", "out"])).code, 0);
    const { commands } = await read("out/current.json");
    assert.equal((commands[0] as { readonly about?: string }).about, about === lead ? `${lead} About` : about);
  }
});

test("snapshot writes the plain contract in a root with a schema of its own", async () => {
  await install({ script: good });
  await writeFile(at("manifests/tool/SCHEMA.json"), "{}");
  assert.equal((await snapshot(common)).code, 0);
  const document = await read();
  assert.deepEqual(Object.keys(document), ["snapshot_schema_version", "tool", "collected_at", "binary", "commands"]);
  assert.deepEqual(document.commands[1], {
    path: ["run"],
    about: "About tool run",
    usage: "tool run [OPTIONS]",
    flags: [
      { long: "--file", takes_value: true, value_name: "FILE" },
      { long: "--help", short: "-h", takes_value: false },
    ],
  });
});

test("snapshot applies the root's supplement without inventing help", async () => {
  await install({ script: good });
  await mkdir(at("manifests/tool/supplement"));
  const commands = [{ path: ["secret"], note: "hidden" }];
  await writeFile(at("manifests/tool/supplement/commands.json"), JSON.stringify({ version: 1, commands }));
  assert.equal((await snapshot(common)).code, 0);
  const document = await read();
  assert.deepEqual(paths(document), ["", "run", "secret"]);
  assert.equal(document.commands[2]?.help_sha256, undefined);
  assert.deepEqual(document.known_omissions, ["supplement/commands.json:v1:secret"]);
});

test("snapshot probes what the supplement inserts under rules version 2, and not under version 1", async () => {
  const script = fake({
    "--help": help("tool", ["run  Run"]),
    "run --help": help("tool run"),
    "secret --help": help("tool secret", [], ["--deep  Deep"]),
  });
  const flagsUnder = async (rules_schema_version: number): Promise<unknown> => {
    await install({ script, rules: { ...rules, rules_schema_version } });
    await mkdir(at("manifests/tool/supplement"), { recursive: true });
    const commands = [{ path: ["secret"], note: "Help omits it." }];
    await writeFile(at("manifests/tool/supplement/commands.json"), JSON.stringify({ version: 1, commands }));
    assert.equal((await snapshot([...common, "--no-cache"])).code, 0);
    const document = await read();
    assert.deepEqual(document.known_omissions, ["supplement/commands.json:v1:secret"]);
    const secret = document.commands.find(({ path }) => path.join(" ") === "secret");
    return secret?.flags?.map(({ long }) => long);
  };
  assert.deepEqual([await flagsUnder(1), await flagsUnder(2)], [undefined, ["--deep", "--help"]]);
});

test("snapshot asks `help <path>` when the CLI wants it so", async () => {
  const script = fake({ "--help": "printf 'Usage: tool\\n\\nCommands:\\n  run  Run\\n'", "help run": "echo 'Usage: tool run [OPTIONS]'" });
  await install({ script, descriptor: { ...descriptor, help_style: "help_command" } });
  assert.equal((await snapshot(common)).code, 0);
  assert.ok((await read()).commands[1]?.help_sha256);
});

test("snapshot takes hidden units from the completion script and warns when it lacks what help shows", async () => {
  const call = '_arguments "${_arguments_options[@]}" : \\';
  const zsh = [
    "#compdef tool",
    "_tool() {",
    call,
    "'-h[Help]' \\",
    "'--help[Help]' \\",
    "&& ret=0",
    "case $line[1] in",
    "(secret)",
    call,
    "'--help[Help]' \\",
    "&& ret=0",
    ";;",
    "esac",
    "}",
  ].join("\n");
  const rows = "printf 'Usage: tool [OPTIONS]\\n\\nCommands:\\n  run  Run\\n\\nOptions:\\n  -h, --help  Help\\n      --new   New\\n'";
  const script = fake({
    "--help": rows,
    "run --help": "echo 'Usage: tool run'",
    "secret --help": "echo 'Usage: tool secret'",
    "completion zsh": `cat <<'END'\n${zsh}\nEND\n`,
  });
  await install({ script, descriptor: { ...descriptor, completion: { shell: "zsh", args: ["completion", "zsh"] } } });
  const { code, stderr } = await snapshot(common);
  assert.equal(code, 0);
  assert.equal(
    stderr,
    "warning[HELP_COMPLETION_DISAGREE]: help shows what the completion script lacks; one of them is read wrongly:\n  the command: --new\n  the command run\n",
  );
  assert.deepEqual(paths(await read()), ["", "run", "secret"]);
  await install({
    script: script.replace("'completion zsh')", "'completion bash')"),
    descriptor: { ...descriptor, completion: { shell: "zsh", args: ["completion", "zsh"] } },
  });
  assert.equal((await snapshot(common)).stderr, "");
  assert.deepEqual((await read()).known_omissions, ["completion probe failed: tool completion zsh (exit 2)"]);
});
