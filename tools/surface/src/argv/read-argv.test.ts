import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand } from "@lockstep/contracts";
import type { ArgvPart } from "./argv-reading.ts";
import { buildGrammar } from "./grammar.ts";
import { readArgv } from "./read-argv.ts";

const available_on = ["x86_64-unknown-linux-musl"];
const commands: readonly UnionCommand[] = [
  {
    path: [],
    available_on,
    args: [{ name: "PROMPT", available_on }],
    flags: [
      { key: "--model", long: "--model", short: "-m", takes_value: true, available_on },
      { key: "--search", long: "--search", takes_value: false, available_on },
    ],
  },
  { path: ["login"], available_on, aliases: ["signin"] },
  { path: ["login", "status"], available_on, flags: [{ key: "--json", long: "--json", short: "-j", takes_value: false, available_on }] },
];
const snapshot = {
  commands: commands.map(({ path, flags = [] }) => ({
    path,
    flags: flags.map(({ key: _key, ...flag }) => flag),
    sources: ["help"] as const,
  })),
};
const grammar = buildGrammar(commands, { snapshots: [snapshot] });

/** Every part as `token:what`, with `!` before what the CLI would refuse. */
function read(line: string): string {
  return readArgv(grammar, line.split(" "))
    .parts.map((part) => `${String(part.token)}:${part.problem === undefined ? "" : "!"}${describe(part)}`)
    .join(" ");
}

function describe(part: ArgvPart): string {
  switch (part.type) {
    case "command":
      return part.path.join("/");
    case "flag":
      return `${part.path.join("/")}:${part.key} as ${part.spelling}`;
    case "value":
      return `${part.isAttached ? "=" : ""}${part.value} of ${part.key ?? "?"}`;
    case "arg":
      return part.name;
    case "dashes":
      return "dashes";
    case "unknown":
      return `?${part.path.join("/")}:${part.spelling}`;
    case "stray":
      return `?${part.word}`;
  }
}

const lines: readonly (readonly [when: string, line: string, parts: string])[] = [
  [
    "all is known",
    "-m o3 --search signin status -j",
    "0::--model as -m 1:o3 of --model 2::--search as --search 3:login 4:login/status 5:login/status:--json as -j",
  ],
  [
    "a value is attached",
    "--model=o3 -mo3 -m=o3",
    "0::--model as --model 0:=o3 of --model 1::--model as -m 1:=o3 of --model 2::--model as -m 2:=o3 of --model",
  ],
  ["words stand behind dashes", "-- --nope", "0:dashes 1:PROMPT"],
  ["an unknown flag has its value attached", "--nope=1 word", "0:!?:--nope 0:=1 of ? 1:PROMPT"],
  ["an arg is left for the word behind an unknown flag", "--nope word", "0:!?:--nope 1:PROMPT"],
  ["no arg is left for the word behind an unknown flag", "hello --nope word", "0:PROMPT 1:!?:--nope 2:word of ?"],
  ["a sub-command stands behind an unknown flag", "hello --nope login", "0:PROMPT 1:!?:--nope 2:login"],
  ["flags stand behind an unknown flag", "hello --nope --search", "0:PROMPT 1:!?:--nope 2::--search as --search"],
  ["a second word stands behind an unknown flag", "login --nope one two", "0:login 1:!?login:--nope 2:one of ? 3:!?two"],
  ["dashes stand behind an unknown flag", "login --nope -- one", "0:login 1:!?login:--nope 2:dashes 3:!?one"],
  ["an unknown short flag leads a cluster", "login status -xj one", "0:login 1:login/status 2:!?login/status:-x 2:=j of ? 3:!?one"],
  ["a flag of the root is given to a command that lacks it", "login --model o3", "0:login 1:!?login:--model 2:o3 of ?"],
  ["a switch of the root is given to a command that lacks it", "login --search word", "0:login 1:!?login:--search 2:!?word"],
  ["a value is missing", "--model --search", "0:!:--model as --model 1::--search as --search"],
  ["a switch has a value", "--search=yes", "0:!:--search as --search 0:=yes of --search"],
];
for (const [when, line, parts] of lines) {
  test(`readArgv() says what each token is when ${when}`, () => assert.equal(read(line), parts));
}

test("readArgv() says which command the line ends at when some of it is unknown", () => {
  assert.deepEqual(readArgv(grammar, ["--nope", "login", "--nope"]).path, ["login"]);
});
