import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand, UnionFlag } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

const available_on = ["x86_64-unknown-linux-musl"];

function flag(spellings: string, more: Partial<UnionFlag> = {}): UnionFlag {
  const words = spellings.split(" ");
  const long = words.find((word) => word.startsWith("--"));
  const short = words.find((word) => !word.startsWith("--"));
  return {
    key: long ?? short ?? "",
    ...(long === undefined ? {} : { long }),
    ...(short === undefined ? {} : { short }),
    takes_value: false,
    available_on,
    ...more,
  };
}
const valued = (spellings: string, more: Partial<UnionFlag> = {}): UnionFlag => flag(spellings, { takes_value: true, ...more });
/** A completion script shows whether a flag is repeatable. */
const seen = { sources: ["help", "completion"] } as const;
const arg = (name: string, variadic = false) => ({ name, required: false, variadic, available_on });

const commands: readonly UnionCommand[] = [
  {
    path: [],
    available_on,
    args: [arg("PROMPT")],
    flags: [
      flag("--verbose -v"),
      valued("--config -c"),
      valued("-m"),
      valued("--color", { optional_value: true }),
      flag("--cache", { negatable: true }),
      valued("--image -i", { repeatable: true, variadic: true }),
      valued("--size", { value_names: ["W", "H"] }),
      valued("--only", { repeatable: true, possible_values: ["a", "b"] }),
      valued("--mode", { possible_values: ["on", "off"], ...seen }),
    ],
  },
  {
    path: ["exec"],
    available_on,
    aliases: ["e", "run"],
    usage: "Usage: codex exec [OPTIONS] [PROMPT]",
    args: [arg("PROMPT")],
    flags: [
      flag("--json -j"),
      flag("-q"),
      valued("--output -o", { aliases: ["--out"] }),
      flag("-v", { key: "--own-v" }),
      flag("--once -1", seen),
    ],
  },
  { path: ["shell"], available_on, args: [{ ...arg("SHELL"), possible_values: ["bash", "zsh"] }] },
  { path: ["exec", "resume"], available_on, usage: "codex exec resume [ID] <PROMPT>...", args: [arg("ID"), arg("PROMPT", true)] },
  { path: ["exec", "review"], available_on },
  { path: ["mcp"], available_on },
  { path: ["mcp", "add"], available_on, usage: "codex mcp add <NAME> [-- <COMMAND>...]", args: [arg("COMMAND", true), arg("NAME")] },
];
const grammar = buildGrammar(commands);

/** The units that a line uses, each as `token:path:name`, or the mismatch as `token! reason`. */
function read(line: string | readonly string[], root = grammar): string {
  const argv = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line;
  const match = matchArgv(root, argv);
  if (match.type === "mismatch") return `${String(match.token)}! ${match.reason}`;
  return match.uses.map(({ path, name, token }) => [String(token), path.join("/"), name].join(":")).join(" ");
}

const matches: readonly (readonly [when: string, line: string | readonly string[], uses: string])[] = [
  ["the line is empty", "", ""],
  ["sub-commands follow each other", "exec resume", "0:exec: 1:exec/resume:"],
  ["an alias names a sub-command", "run review", "0:exec: 1:exec/review:"],
  [
    "a root flag stands before, between and behind sub-commands",
    "--verbose exec -c k=v resume --verbose",
    "0::--verbose 1:exec: 2::--config 4:exec/resume: 5::--verbose",
  ],
  ["the command in force has the root's short flag for itself", "exec -v", "0:exec: 1:exec:--own-v"],
  ["a long flag has its value behind =", "exec --output=a=b", "0:exec: 1:exec:--output"],
  ["the value behind = is empty", "exec --output=", "0:exec: 1:exec:--output"],
  ["a long flag has its value in the next word", "exec --output file", "0:exec: 1:exec:--output"],
  ["a flag's alias is used", "exec --out=x", "0:exec: 1:exec:--output"],
  ["short flags are clustered", "exec -jq", "0:exec: 1:exec:--json 1:exec:-q"],
  ["a cluster ends in a flag whose value is attached", "exec -jqofile", "0:exec: 1:exec:--json 1:exec:-q 1:exec:--output"],
  ["a cluster ends in a flag whose value is the next word", "exec -jo file", "0:exec: 1:exec:--json 1:exec:--output"],
  ["a short value is attached", "-cmodel=o3", "0::--config"],
  ["a short value stands behind =", "-c=model", "0::--config"],
  ["a flag is known by its short spelling alone", "-m o3", "0::-m"],
  ["an optional value is left out", "--color exec", "0::--color 1:exec:"],
  ["an optional value stands behind =", "--color=never exec", "0::--color 1:exec:"],
  ["a flag is negated", "--no-cache --cache", "0::--cache 1::--cache"],
  ["a flag takes several values at once", "--image a exec -", "0::--image"],
  ["several values end at a flag", "-i a b -v exec", "0::--image 3::--verbose 4:exec:"],
  ["several values end at dashes", "-i a -- b", "0::--image 3::PROMPT"],
  ["one of several values is attached", "--image=a exec", "0::--image 1:exec:"],
  ["a flag takes two values", "--size 1 2 exec", "0::--size 3:exec:"],
  ["a value is one of those that are possible", "--mode off shell zsh", "0::--mode 2:shell: 3:shell:SHELL"],
  ["values of a repeatable flag are parted by commas", "--only a,b --only=b", "0::--only 2::--only"],
  ["a flag is repeated on the next command", "exec --once resume", "0:exec: 1:exec:--once 2:exec/resume:"],
  ["a flag is repeated that no completion script shows", "exec --json -j", "0:exec: 1:exec:--json 2:exec:--json"],
  ["a lone dash is a value", "exec -", "0:exec: 1:exec:PROMPT"],
  ["a lone dash is a flag's value", "-c -", "0::--config"],
  ["words behind -- look like flags and sub-commands", ["--", "exec"], "1::PROMPT"],
  ["the usage shows an arg behind --", "mcp add -- run it", "0:mcp: 1:mcp/add: 3:mcp/add:COMMAND 4:mcp/add:COMMAND"],
  ["a second -- is a value", ["exec", "--", "--"], "0:exec: 2:exec:PROMPT"],
  ["an empty word is a value", ["exec", ""], "0:exec: 1:exec:PROMPT"],
  [
    "a sub-command stands behind an arg of one word",
    "hello exec - resume id",
    "0::PROMPT 1:exec: 2:exec:PROMPT 3:exec/resume: 4:exec/resume:ID",
  ],
  [
    "an arg is named like another command's sub-command",
    "exec resume id review resume",
    "0:exec: 1:exec/resume: 2:exec/resume:ID 3:exec/resume:PROMPT 4:exec/resume:PROMPT",
  ],
  [
    "args are sorted by name but used in the order of the usage",
    "mcp add server -- npx -y",
    "0:mcp: 1:mcp/add: 2:mcp/add:NAME 4:mcp/add:COMMAND 5:mcp/add:COMMAND",
  ],
  [
    "a flag stands among args",
    "exec resume id --verbose more",
    "0:exec: 1:exec/resume: 2:exec/resume:ID 3::--verbose 4:exec/resume:PROMPT",
  ],
];
for (const [when, line, uses] of matches) {
  test(`matchArgv() credits the units and tokens when ${when}`, () => assert.equal(read(line), uses));
}

const mismatches: readonly (readonly [when: string, line: string | readonly string[], reason: string])[] = [
  ["a long flag is unknown", "exec --nope=1", '1! "exec" has no flag "--nope"'],
  ["a short flag is unknown", "exec -x", '1! "exec" has no flag "-x"'],
  ["a cluster has an unknown flag", "exec -jxq", '1! "exec" has no flag "-x"'],
  ["a sub-command's flag stands before it", "--json exec", '0! "(root)" has no flag "--json"'],
  ["a flag stands where a value should", "exec --output --json", '1! the flag "--output" needs a value'],
  ["a value is missing at the end", "exec --output", '1! the flag "--output" needs a value'],
  ["a cluster's value is missing at the end", "exec -jo", '1! the flag "-o" needs a value'],
  ["a value is given to a flag that has none", "exec --json=true", '1! the flag "--json" takes no value'],
  ["a value is given to a negation", "--no-cache=x", '0! the flag "--no-cache" takes no value'],
  ["a flag without negation is negated", "--no-verbose", '0! "(root)" has no flag "--no-verbose"'],
  ["a value is not possible", "--mode ON", '1! the flag "--mode" does not take "ON"; expected one of on, off'],
  ["an attached value is not possible", "--mode=", '0! the flag "--mode" does not take ""; expected one of on, off'],
  ["an arg's value is not possible", "shell fish", '1! the argument "SHELL" does not take "fish"; expected one of bash, zsh'],
  ["one of several values is not possible", "--only a,c", '1! the flag "--only" does not take "c"; expected one of a, b'],
  ["a flag is repeated", "exec --once -1", '2! the flag "-1" may not be repeated'],
  ["a flag is repeated in a cluster", "exec -1j1", '1! the flag "-1" may not be repeated'],
  ["a value looks like a number below zero", "exec --output -5", '1! the flag "--output" needs a value'],
  ["dashes stand where a value should", "exec --output -- x", '1! the flag "--output" needs a value'],
  ["help is asked for", "exec help resume", '1! "help" asks for the help of a command'],
  ["a word is too much", "exec one two", '2! "exec" has no sub-command or argument for "two"'],
  ["a command has neither args nor sub-commands", "exec review now", '2! "exec review" has no sub-command or argument for "now"'],
  ["a sub-command stands behind --", "mcp -- add", '2! "mcp" has no sub-command or argument for "add"'],
];
for (const [when, line, reason] of mismatches) {
  test(`matchArgv() names the token and the reason when ${when}`, () => assert.equal(read(line), reason));
}

test("matchArgv() reads no sub-command behind the first word of a variadic arg when a later word is named like one", () => {
  const root = buildGrammar([{ path: [], args: [arg("FILES", true)] }, { path: ["list"] }]);
  assert.equal(read("a list", root), "0::FILES 1::FILES");
  assert.equal(read("list", root), "0:list:");
});

test("buildGrammar() prefers a sibling's own name when an alias equals it, whatever the order", () => {
  const siblings = [{ path: [] }, { path: ["mcp"], aliases: ["plugin", "m"] }, { path: ["plugin"], aliases: ["m"] }];
  for (const order of [siblings, siblings.toReversed()]) {
    const root = buildGrammar(order);
    assert.deepEqual(root.root.subCommands.get("plugin")?.path, ["plugin"]);
    assert.deepEqual(root.root.subCommands.get("mcp")?.path, ["mcp"]);
  }
});

test("buildGrammar() prefers a flag's own spelling when another flag's alias or negation equals it", () => {
  const flags = [flag("--colour", { aliases: ["--color", "-c"], negatable: true }), valued("--color -c"), valued("--no-colour")];
  for (const order of [flags, flags.toReversed()]) {
    const root = buildGrammar([{ path: [], flags: order }]);
    assert.deepEqual(
      ["--color", "-c", "--no-colour", "--colour"].map((spelling) => root.root.flags.get(spelling)?.key),
      ["--color", "--color", "--no-colour", "--colour"],
    );
  }
});

test("buildGrammar() orders args by their own placeholders when a flag's value or a group has the same name", () => {
  const order = (usage: string): readonly string[] =>
    buildGrammar([
      { path: [], usage, args: [arg("PATH"), arg("SRC[@V]", true)], flags: [valued("--rules"), flag("--force")] },
    ]).root.args.map(({ name }) => name);
  for (const usage of [
    "tool --rules <PATH> <SRC[@V]>... <PATH>",
    "tool [--rules=<PATH>] [<SRC[@V]>...] [PATH]",
    "tool [SRC[@V]...] <--force|PATH>",
  ])
    assert.deepEqual(order(usage), ["SRC[@V]", "PATH"], usage);
  assert.deepEqual(order("tool --force <PATH> <SRC[@V]>..."), ["PATH", "SRC[@V]"]);
});

test("buildGrammar() puts args that the usage lacks last and reads names literally when names have special characters", () => {
  const root = buildGrammar([{ path: [], usage: "tool <B.*> [A]...", args: [arg("A"), arg("B.*"), arg("NOT_SHOWN")] }]);
  assert.deepEqual(
    root.root.args.map(({ name }) => name),
    ["B.*", "A", "NOT_SHOWN"],
  );
});

test("buildGrammar() gives an empty root when commands are few or in any order", () => {
  assert.deepEqual(buildGrammar([]).root.path, []);
  assert.equal(read("mcp add name", buildGrammar(commands.toReversed())), "0:mcp: 1:mcp/add: 2:mcp/add:NAME");
});
