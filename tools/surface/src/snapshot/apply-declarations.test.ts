import assert from "node:assert/strict";
import { test } from "node:test";
import type { CliDescriptor, DeclaredCommand, DeclaredOption, RejectedUnit, SnapshotCommand } from "@lockstep/contracts";
import { askedDeclaredPaths, declaredCandidates, markUnknownOptions } from "../declarations/declared-candidates.ts";
import type { HelpPage } from "../help-page.ts";
import { applyDeclarations } from "./apply-declarations.ts";

type Framework = CliDescriptor["framework"];
type Override = NonNullable<CliDescriptor["framework_overrides"]>[number];
type Choice = Pick<CliDescriptor, "binary" | "framework" | "framework_overrides">;
const choice = (framework: Framework, ...framework_overrides: Override[]): Choice => ({ binary: "tool", framework, framework_overrides });

const command = (path: string, ...shown: readonly string[]): SnapshotCommand => ({
  path: path.split(" ").filter((word) => word !== ""),
  usage: `tool ${path}`,
  flags: shown.map((long) => ({ long, takes_value: false, sources: ["help" as const] })),
  sources: ["help"],
});
const option = (long: string, more: Partial<DeclaredOption> = {}): DeclaredOption => ({ long, takes_value: false, ...more });
const declared = (path: string | undefined, options: readonly DeclaredOption[], more: Partial<DeclaredCommand> = {}): DeclaredCommand => ({
  ...(path === undefined ? {} : { path: path.split(" ").filter((word) => word !== "") }),
  aliases: [],
  args: [],
  options,
  ...more,
});
const hidden = { hidden: true } as const;
const all = [
  declared("", [option("--root-shown"), option("--root-hidden", hidden), option("--root-value", { ...hidden, takes_value: true })]),
  declared("sub", [
    option("--shown", { env: "TOOL_SHOWN" }),
    option("--switch", hidden),
    option("--maybe", { may_be_hidden: true }),
    option("--branch", { ...hidden, conditional: true }),
    option("--lost"),
  ]),
];
const commands = [command("", "--root-shown"), command("sub", "--shown")];
const outline = (framework: Choice, rejected: readonly RejectedUnit[] = [], declarations = all): readonly string[] =>
  applyDeclarations(commands, { commands: declarations }, framework, rejected).commands.map(({ path, flags = [], sources = [] }) =>
    [
      `${path.join(" ")}[${sources.join()}]`,
      ...flags.map((flag) => `${flag.long ?? ""}${flag.hidden === true ? "!" : ""}[${(flag.sources ?? []).join()}]`),
    ].join(" "),
  );

test("applyDeclarations() adds the hidden options that are no matter of a branch, whatever framework declares them", () => {
  const wanted = [
    "[help,bundle] --root-hidden![bundle] --root-shown[help,bundle] --root-value![bundle]",
    "sub[help,bundle] --maybe![bundle] --shown[help,bundle] --switch![bundle]",
  ];
  for (const framework of ["commander", "yargs", "oclif", "generic", "auto"] as const)
    assert.deepEqual(outline(choice(framework)), wanted, framework);
  const { omissions } = applyDeclarations(commands, { commands: all }, choice("yargs"), []);
  assert.deepEqual(omissions, ["declared, not shown by help: tool sub --lost"]);
});

test("applyDeclarations() tells two flags with one letter apart by their long names", () => {
  const shown = { long: "--process-type", short: "-p", takes_value: true, sources: ["help" as const] };
  const letter = { short: "-x", takes_value: false, sources: ["help" as const] };
  const surface = {
    commands: [
      declared("", [
        { ...option("--ps", { short: "-p", hidden: true }), takes_value: true },
        { ...option("--process-type", { short: "-p", aliases: ["--type"] }), takes_value: true },
        option("--extra", { short: "-x" }),
      ]),
    ],
  };
  const [root] = applyDeclarations([{ ...command(""), flags: [shown, letter] }], surface, choice("oclif"), []).commands;
  assert.deepEqual(root?.flags, [
    { long: "--process-type", short: "-p", takes_value: true, aliases: ["--type"], sources: ["help", "bundle"] },
    { long: "--ps", short: "-p", takes_value: true, hidden: true, sources: ["bundle"] },
    { short: "-x", takes_value: false, aliases: ["--extra"], sources: ["help", "bundle"] },
  ]);
});

test("applyDeclarations() gives a command without a help what is declared for it and handed down to it", () => {
  const persistent = { persistent: true } as const;
  const surface = [
    declared("", [
      option("--all", { short: "-a", ...persistent }),
      option("--own"),
      option("--branch", { ...persistent, conditional: true }),
    ]),
    declared("sub", [option("--shared", { ...persistent, description: "Shared" }), option("--private")]),
    declared("sub mute", [
      option("--all", { description: "Its own" }),
      option("--mine", { takes_value: true, value_name: "x" }),
      option("--secret", { hidden: true }),
      option("--maybe", { may_be_hidden: true }),
      option("--gone", persistent),
      option("--fork", { conditional: true }),
    ]),
  ];
  const mute: SnapshotCommand = { path: ["sub", "mute"], sources: ["help"] };
  const more = {
    aliases: ["quiet"],
    args: [
      { name: "to", required: true, variadic: false },
      { name: "by", required: false, variadic: true },
    ],
  };
  const below = surface.map((each) => (each.path?.length === 2 ? { ...each, ...more } : each));
  const rejected = [{ path: ["sub", "mute"], key: "--gone" }];
  const apply = (...known: readonly SnapshotCommand[]): readonly SnapshotCommand[] =>
    applyDeclarations(known, { commands: below }, choice("yargs"), rejected).commands;
  const above = { long: "--shared", takes_value: true, value_name: "x", global: true, sources: ["help" as const] };
  assert.deepEqual(apply(command(""), { ...command("sub"), flags: [above] }, mute).at(-1), {
    path: ["sub", "mute"],
    args: [
      { name: "by", required: false, variadic: true, sources: ["bundle"] },
      { name: "to", required: true, variadic: false, sources: ["bundle"] },
    ],
    flags: [
      { long: "--all", takes_value: false, description: "Its own", sources: ["bundle"] },
      { long: "--maybe", takes_value: false, sources: ["bundle"] },
      { long: "--mine", takes_value: true, value_name: "x", sources: ["bundle"] },
      { long: "--secret", takes_value: false, hidden: true, sources: ["bundle"] },
      { long: "--shared", takes_value: true, value_name: "x", description: "Shared", sources: ["bundle"] },
    ],
    aliases: ["quiet"],
    sources: ["help", "bundle"],
  });
  // What help shows is the whole of it, and what nothing declares is left as it is.
  assert.deepEqual(
    apply(command("sub mute"))
      .at(0)
      ?.flags?.map(({ long }) => long),
    ["--maybe", "--secret"],
  );
  const unknown: SnapshotCommand = { path: ["sub", "other"], sources: ["help"] };
  assert.deepEqual(apply(unknown), [unknown]);
});

test("applyDeclarations() adds nothing that the program was asked about and refused", () => {
  const rejected = [
    { path: [], key: "--root-value" },
    { path: ["sub"], key: "--root-hidden" },
    { path: ["sub"], key: "--switch" },
  ];
  assert.deepEqual(outline(choice("commander"), rejected), [
    "[help,bundle] --root-hidden![bundle] --root-shown[help,bundle]",
    "sub[help,bundle] --maybe![bundle] --shown[help,bundle]",
  ]);
});

test("applyDeclarations() takes nothing for evidence at commands of programs of another kind", () => {
  const below = [...all, declared("sub deep", [option("--x", hidden)], hidden), declared("other", [], hidden)];
  for (const framework of ["clap", "cobra", "argparse"] as const) {
    const mixed = choice("yargs", { path: ["sub"], framework });
    assert.deepEqual(outline(mixed, [], below)[1], "sub[help] --shown[help]", framework);
    assert.deepEqual(askedDeclaredPaths(mixed, { commands: below }), [["other"]], framework);
    assert.deepEqual(applyDeclarations(commands, { commands: below }, mixed, []).omissions, []);
  }
  assert.equal(outline(choice("yargs", { path: ["sub"], framework: "generic" }), [], below)[1], outline(choice("yargs"))[1]);
});

test("applyDeclarations() names what it cannot place, may not ask for, and does not find in help", () => {
  const more = [
    declared("gone", []),
    declared("gone below", []),
    declared("renamed", []),
    declared("sub renamed", []),
    declared("branch", [], { conditional: true }),
    declared("secret", [], hidden),
    declared("sub secret", [], hidden),
    declared(undefined, [option("--whose")], { tail: ["x"] }),
  ];
  const known = [command(""), { ...command("sub"), aliases: ["renamed"] }, { ...command("sub a"), aliases: ["renamed"] }];
  const omissions = (framework: Framework): readonly string[] =>
    applyDeclarations(known, { commands: more }, choice(framework), []).omissions;
  const always = ["declared at an unknown command: x --whose", "declared, not shown by help: tool gone"];
  assert.deepEqual(omissions("yargs"), always);
  for (const framework of ["commander", "auto", "generic"] as const)
    assert.deepEqual(omissions(framework), [
      always[0],
      "help not probed: tool secret --help (declared in the bundle, not reviewed)",
      always[1],
    ]);
});

test("markUnknownOptions() and askedDeclaredPaths() heed commands that act on flags which they do not know", () => {
  const lax = declared("sub lax", [], { ...hidden, takes_unknown_options: true });
  const surface = { commands: [declared("sub secret", [], hidden), lax] };
  assert.deepEqual(askedDeclaredPaths(choice("commander"), surface), [["sub", "secret"]]);
  assert.ok(
    applyDeclarations([command(""), command("sub")], surface, choice("commander"), []).omissions.includes(
      "help not probed: tool sub lax --help (declared in the bundle, not reviewed)",
    ),
  );
  const places = [{ path: ["sub"] }, { path: ["sub", "lax"] }, { path: ["other", "lax"] }];
  assert.deepEqual(markUnknownOptions(places, surface), [places[0], { path: ["sub", "lax"], takesUnknownOptions: true }, places[2]]);
  const anywhere = { commands: [declared(undefined, [], { tail: ["lax"], takes_unknown_options: true })] };
  assert.deepEqual(
    markUnknownOptions(places, anywhere).map((place) => "takesUnknownOptions" in place),
    [false, true, true],
  );
});

test("declaredCandidates() has those of the commands that can be asked alone", () => {
  const page: HelpPage = { confidence: 1, usageWords: [], commands: [], args: [], flags: [] };
  const places = [
    { path: [], page },
    { path: ["sub"], page },
  ];
  const more = [
    declared("", [option("--value", { ...hidden, takes_value: true })]),
    declared("sub", [option("--deep", { ...hidden, takes_value: true }), ...(all[1]?.options ?? [])]),
  ];
  const asked = (framework: Choice): readonly (readonly string[])[] => {
    const found = declaredCandidates(framework, places, { commands: more }, []);
    return [found.asked, found.unasked].map((list) => list.map(({ path, flag }) => [...path, flag].join(" ")));
  };
  const unasked = ["sub --shown", "sub --branch", "sub --lost"];
  assert.deepEqual(asked(choice("commander")), [["--value=lockstep-probe", "sub --deep=lockstep-probe"], unasked]);
  assert.deepEqual(asked(choice("commander", { path: ["sub"], framework: "generic" })), [["--value=lockstep-probe"], []]);
  assert.deepEqual(asked(choice("yargs", { path: ["sub"], framework: "commander" })), [["sub --deep=lockstep-probe"], unasked]);
  for (const framework of ["yargs", "oclif", "auto", "generic"] as const) assert.deepEqual(asked(choice(framework)), [[], []], framework);
});
