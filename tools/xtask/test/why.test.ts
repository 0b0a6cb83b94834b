import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { coverageOf, linux, mac, memoryFiles, rulesWith, snapshotOf, windows } from "@lockstep/testing";
import { committedFiles } from "./committed-files.ts";
import { assertRefused, documentOf, printing, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, root, textOf, wrappedWorld } from "./small-root.ts";

type Files = ReturnType<typeof memoryFiles>;
interface Report {
  readonly view: string;
  readonly list: string | null;
  readonly missingOn: readonly string[];
  readonly because: { readonly rule: string; readonly decisions: readonly string[]; readonly text: string };
}
interface Why {
  readonly unit: { readonly type: string; readonly path: readonly string[]; readonly name: string | null };
  readonly typedAs: string | null;
  readonly verdict: string;
  readonly versions: readonly {
    readonly version: string;
    readonly listing: string;
    readonly targets: readonly { readonly target: string; readonly presence: string; readonly sources: readonly string[] }[];
    readonly stateAbove: string | null;
    readonly conflicts: readonly { readonly field: string; readonly rootValues: unknown }[];
    readonly reports: readonly Report[];
  }[];
  readonly fields: readonly { readonly field: string; readonly values: readonly { readonly value: unknown; readonly where: unknown }[] }[];
  readonly exclusion: unknown;
  readonly supplement: unknown;
  readonly wrapper: {
    readonly claims: readonly { readonly position: string; readonly level: string; readonly note: string | null }[];
    readonly inherited: readonly unknown[];
    readonly scenarios: { readonly total: number; readonly shownBy: readonly unknown[]; readonly example: unknown } | null;
    readonly scenariosProblem: string | null;
  } | null;
}

async function why(world: Parameters<typeof run>[0], line: string): Promise<Why> {
  const ran = await run(world, `why ${line} --json`.replaceAll(/ +/g, " "));
  assert.equal(ran.code, 0, ran.err);
  return documentOf(ran) as unknown as Why;
}
const whyTool = (files: Files, line: string): Promise<Why> => why(wrappedWorld(files), `${line} --cli tool`);

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, sources: ["help"], ...more });
/** The snapshots of two versions under rules 2, with everything that a unit can be, and the reports' inputs. */
async function richFiles(): Promise<Files> {
  const old = [
    { path: [], flags: [flag("--config", { takes_value: true, value_name: "KV" }), flag("--json")] },
    { path: ["exec"], aliases: ["e"], flags: [flag("--json"), flag("--full-auto"), flag("--color", { short: "-c", default: "auto" })] },
  ];
  const now = [
    { path: [], flags: [flag("--config", { takes_value: true, value_name: "KV" }), flag("--json")] },
    {
      path: ["exec"],
      aliases: ["e"],
      args: [{ name: "PROMPT", required: true, variadic: false }],
      flags: [
        flag("--json", { default: "no" }),
        flag("--full-auto", { hidden: true, sources: ["completion"] }),
        flag("--color", { short: "-c", default: "never" }),
      ],
    },
    { path: ["cloud"], hidden: true, flags: [flag("--env")] },
    { path: ["cloud", "list"], flags: [flag("--limit")] },
    { path: ["login"] },
  ];
  const files = memoryFiles({
    [`${root}/RULES.json`]: renderJson({
      ...rulesWith([
        { unit: "command", path: ["login"], note: "Interactive." },
        { unit: "flag", path: [], key: "--json", note: "Only the terminal's." },
      ]),
      rules_schema_version: 2,
    }),
    [`${root}/cli.json`]: textOf(inputFiles(), "cli.json"),
    [`${root}/supplement/commands.json`]: renderJson({
      version: 1,
      commands: [{ path: ["cloud"], platforms: ["linux"], note: "Help omits it." }],
    }),
    [`${root}/snapshots/1.1.0/${linux}.json`]: renderJson(snapshotOf(linux, old, "1.1.0")),
    [`${root}/snapshots/1.2.0/${linux}.json`]: renderJson({
      ...snapshotOf(linux, now, "1.2.0"),
      rejected: [{ path: ["exec"], key: "--yolo" }],
    }),
    [`${root}/snapshots/1.2.0/${mac}.json`]: renderJson(snapshotOf(mac, [...now.slice(0, 2), { path: ["doctor"] }], "1.2.0")),
    [`${root}/wrapper_coverage.json`]: renderJson(
      coverageOf([
        { path: [], level: "explicit", flags: [{ key: "--config", level: "explicit" }] },
        { path: ["cloud"], level: "intentionally_unsupported", note: "Needs an account." },
        {
          path: ["exec"],
          level: "explicit",
          flags: [
            { key: "--color", level: "explicit", scope: { target_triples: [linux] } },
            { key: "--full-auto", level: "explicit" },
          ],
        },
      ]),
    ),
  });
  for (const version of ["1.1.0", "1.2.0"])
    assert.equal((await run(testWorld(files, { env: { SOURCE_DATE_EPOCH: "0" } }), `union --cli tool --version ${version}`)).code, 0);
  return files;
}
const typed = (line: string) => line.split(" ").map((token) => ({ token, origin: "typed" }));
const richScenarios = {
  schema_version: 1,
  wrapper_version: "0.1.0",
  scenarios: [
    { name: "long", argv: typed("--config k=v exec --full-auto --color text") },
    { name: "short", argv: typed("exec --full-auto text") },
  ],
  declared: [],
};
const richWorld = (files: Files) => testWorld(files, { processes: printing(richScenarios) });
const whyRich = async (line: string): Promise<Why> => why(richWorld(await richFiles()), `${line} --cli tool`);
const listsOf = ({ versions }: Why) => versions.map(({ version, reports }) => [version, reports.map(({ view, list }) => [view, list])]);

test("why tells what a scenario shows, where the claim stands, and that no list has the unit", async () => {
  const found = await whyTool(await derivedFiles(["1.1.0", "1.2.0"]), "exec --flag=--json");
  assert.equal(found.verdict, "exec --json is covered: 1.2.0 has it, and so has the wrapper.");
  assert.deepEqual(found.unit, { type: "flag", path: ["exec"], name: "--json" });
  assert.deepEqual(found.wrapper, {
    claims: [{ position: "coverage[1].flags[0]", level: "explicit", note: null, targets: null }],
    inherited: [],
    scenarios: {
      total: 1,
      onlyFor: null,
      shownBy: [{ name: "exec", versions: ["1.1.0", "1.2.0"] }],
      example: { name: "exec", argv: ["exec", "--json", "--config", "k=v", "text"] },
    },
    scenariosProblem: null,
  });
  const views = ["any", mac, linux, windows, "all"].map((view) => [view, null]);
  assert.deepEqual(listsOf(found), [
    ["1.1.0", views],
    ["1.2.0", views],
  ]);
});

test("why says of a missing unit on which targets, and names the decision that looked at each", async () => {
  const found = await whyRich("exec --color");
  assert.equal(found.verdict, `exec --color is missing: 1.2.0 has it, and the wrapper does not on ${mac}.`);
  const [any, onMac, onLinux] = found.versions[1]?.reports ?? [];
  assert.deepEqual([any?.list, any?.missingOn, any?.because.decisions], ["missing_flags", [mac], ["judgesEachTarget"]]);
  assert.equal(
    any?.because.text,
    `no scenario of the wrapper shows it and nothing is declared for it; each target is judged by itself and the worst counts: missing on ${mac}, covered on ${linux}`,
  );
  assert.deepEqual([onMac?.list, onLinux?.list], ["missing_flags", null]);
  assert.deepEqual(
    found.fields.find(({ field }) => field === "default"),
    {
      field: "default",
      values: [
        { value: "auto", where: [{ version: "1.1.0", targets: [linux] }] },
        { value: "never", where: [{ version: "1.2.0", targets: [mac, linux] }] },
      ],
    },
  );
});

test("why warns of a unit that the wrapper uses and upstream hides", async () => {
  const found = await whyRich("exec --full-auto");
  assert.equal(found.verdict, "exec --full-auto is at risk: the wrapper uses it, and it is hidden in 1.2.0.");
  assert.deepEqual(
    found.versions.map(({ targets }) => targets.map(({ presence, sources }) => [presence, ...sources])),
    [
      [["visible", "help"]],
      [
        ["hidden", "completion"],
        ["hidden", "completion"],
      ],
    ],
  );
  assert.deepEqual(found.versions[1]?.reports[0]?.because.decisions, ["listsFadingUnitsApart"]);
  assert.deepEqual(found.wrapper?.scenarios?.shownBy, [
    { name: "long", versions: ["1.2.0"] },
    { name: "short", versions: ["1.2.0"] },
  ]);
  assert.deepEqual(found.wrapper.scenarios.example, { name: "short", argv: ["exec", "--full-auto", "text"] });
});

test("why leads from a flag that is counted at the root to the root, and says how the two differ", async () => {
  const files = await richFiles();
  const found = await why(richWorld(files), "e --flag=json --cli tool");
  assert.equal(found.typedAs, "e json");
  assert.equal(
    found.verdict,
    "exec --json is counted at the root in 1.2.0: (root) --json is excluded: the rules say that no wrapper should have it (Only the terminal's).",
  );
  assert.deepEqual(
    found.versions.map(({ listing, conflicts }) => [listing, conflicts.map(({ field, rootValues }) => [field, rootValues])]),
    [
      ["root", []],
      ["root", [["default", { [mac]: null, [linux]: null }]]],
    ],
  );
  assert.equal(found.versions[0]?.reports[0]?.because.rule, "counted at the root");
  const { out } = await run(richWorld(files), ["why", "exec", "--flag=--json", "--cli", "tool"]);
  assert.match(out, /The root has this flag too, and the union counts it once, there:\n {12}xtask why --flag=--json --cli tool\n/);
});

test("why tells intentions, own and inherited, the state of the command above, and the supplement", async () => {
  const own = await whyRich("cloud");
  assert.equal(own.verdict, "cloud is left out on purpose by the wrapper (Needs an account).");
  assert.deepEqual(own.supplement, { platforms: ["linux"], note: "Help omits it." });
  assert.equal(own.versions[1]?.reports[0]?.because.rule, "own intention");
  const inherited = await whyRich("cloud list --limit");
  assert.equal(inherited.verdict, "cloud list --limit is left out on purpose by the wrapper (Needs an account).");
  assert.deepEqual(inherited.wrapper?.inherited, [{ path: ["cloud"], note: "Needs an account.", targets: [mac, linux, windows] }]);
  assert.match(inherited.versions[1]?.reports[0]?.because.text ?? "", /leaves out the command "cloud" and what is below it on purpose/);
  assert.equal(inherited.versions[1]?.stateAbove, "hidden");
  assert.equal(inherited.supplement, null);
});

test("why tells the exclusion with its reason", async () => {
  const found = await whyRich("login");
  assert.equal(found.verdict, "login is excluded: the rules say that no wrapper should have it (Interactive).");
  assert.deepEqual(found.exclusion, { unit: "login", note: "Interactive." });
  assert.deepEqual(listsOf(found)[1]?.[1]?.[0], ["any", "excluded_commands"]);
});

test("why knows a rejected flag that no version has", async () => {
  const found = await whyRich("exec --yolo");
  assert.equal(found.verdict, "exec --yolo is rejected by 1.2.0.");
  assert.deepEqual(
    found.versions[1]?.targets.map(({ presence }) => presence),
    ["absent", "rejected"],
  );
});

test("why looks at one version and one target where they are named", async () => {
  const gone = await whyRich(`login --target ${mac}`);
  assert.match(gone.verdict, /^login is not in 1\.2\.0; only the rules exclude it\.$/);
  assert.deepEqual(
    gone.versions.map(({ version, targets }) => [version, targets.length]),
    [
      ["1.1.0", 0],
      ["1.2.0", 1],
    ],
  );
  const one = await whyRich(`doctor --version 1.2.0 --target ${mac}`);
  assert.equal(one.verdict, "doctor is missing: 1.2.0 has it, and the wrapper does not.");
  assert.deepEqual(listsOf(one), [["1.2.0", [[mac, "missing_commands"]]]]);
  assert.equal((await whyRich(`exec --target ${windows}`)).verdict, "Nothing is known of exec there: no version asked for has a snapshot.");
});

test("why reads aliases, short flags, values and brackets, and quoted words", async () => {
  const files = await richFiles();
  for (const [line, path, name] of [
    [["why"], [], null],
    [["why", "e"], ["exec"], null],
    [["why", "-c", "exec"], ["exec"], "--color"],
    [["why", "exec", "--color=never"], ["exec"], "--color"],
    [["why", "exec", "[prompt]..."], ["exec"], "PROMPT"],
    [["why", "cloud list"], ["cloud", "list"], null],
    [["why", "exec", "--flag", "c"], ["exec"], "--color"],
  ] as const) {
    const ran = await run(richWorld(files), [...line, "--cli", "tool", "--json"]);
    const { unit } = documentOf(ran) as unknown as Why;
    assert.deepEqual([line, unit.path, unit.name], [line, path, name]);
  }
});

test("why prints a usage of several lines on lines", async () => {
  const files = await richFiles();
  for (const [path, text] of new Map(files.tree))
    if (/\/snapshots\/1\.2\.0\/[^u]/.test(path))
      files.tree.set(
        path,
        text.replace('"exec"\n      ],', '"exec"\n      ],\n      "usage": "tool exec [PROMPT]\\n       tool exec <COMMAND>",'),
      );
  const { out } = await run(wrappedWorld(files), "why exec --cli tool");
  assert.match(out, /\n {4}tool exec \[PROMPT\]\n {4}tool exec <COMMAND>, in 1\.2\.0\n/);
});

test("why says when a flag came that an older version does not have, and what the wrapper passes to others alone", async () => {
  assert.equal(
    (await why(committedFiles(), "exec --cyber-access-program --version 0.146.0")).verdict,
    "exec --cyber-access-program is not in 0.146.0 yet, which rejects it: it came with 0.169.0.",
  );
  assert.match(
    (await why(committedFiles(), "exec --full-auto")).verdict,
    /, and the wrapper passes it to 0\.125\.0 and 0\.146\.0 alone\.$/,
  );
});

test("why refuses an empty word, which names no unit", async () => {
  const files = await richFiles();
  for (const words of [[""], ["exec", " "], ["exec", "--flag= "]])
    await assertRefused(
      files,
      ["why", ...words, "--cli", "tool"],
      64,
      "error[UNIT_EMPTY]: A word that names the unit must not be empty\n  hint: Without words it tells of the root: xtask why --cli tool\n",
    );
});

test("why exits 3 for an unknown unit, with what is near and where else the name stands", async () => {
  const files = await richFiles();
  for (const [words, err] of [
    ["exec --colour", 'error[UNIT_UNKNOWN]: No committed version of tool has "--colour" at "exec"\n  hint: Did you mean "exec --color"?\n'],
    [
      "cloud --color",
      'error[UNIT_UNKNOWN]: No committed version of tool has "--color" at "cloud"\n  hint: The same name stands at "exec --color"\n',
    ],
    ["exce --color", 'error[UNIT_UNKNOWN]: No committed version of tool has "exce" at the root\n  hint: Did you mean "exec"?\n'],
    ["list", 'error[UNIT_UNKNOWN]: No committed version of tool has "list" at the root\n  hint: The same name stands at "cloud list"\n'],
    ["exec zzzzzz", 'error[UNIT_UNKNOWN]: No committed version of tool has "zzzzzz" at "exec"\n  hint: xtask why exec --cli tool\n'],
  ] as const)
    await assertRefused(files, `why ${words} --cli tool`, 3, err);
});

test("why refuses several units, and a version or target that is not there", async () => {
  const files = await richFiles();
  await assertRefused(
    files,
    "why exec --color PROMPT --cli tool",
    64,
    'error[UNITS_SEVERAL]: "xtask why" tells of one unit; behind "exec" stand several: --color, PROMPT\n  hint: Name one flag or one arg\n',
  );
  await assertRefused(files, "why exec --cli tool --target riscv", 64, /^error\[TARGET_UNKNOWN\]: .* is "riscv"\n/);
  await assertRefused(
    files,
    "why exec --cli tool --version 9.9.9",
    3,
    `error[VERSION_UNKNOWN]: "${root}/snapshots" has no version 9.9.9; it has 1.1.0, 1.2.0\n  hint: Snapshot it first: xtask parity --cli tool --version 9.9.9\n`,
  );
  for (const path of files.tree.keys()) if (path.includes("/snapshots/")) files.tree.delete(path);
  await assertRefused(files, "why exec --cli tool", 3, /^error\[SNAPSHOTS_MISSING\]: /);
});

test("why of a CLI without a wrapper tells of upstream alone", async () => {
  const files = await richFiles();
  files.tree.delete(`/repo/${root}/wrapper_coverage.json`);
  const { wrapper: _wrapper, ...descriptor } = JSON.parse(textOf(files, "cli.json")) as Readonly<Record<string, unknown>>;
  files.tree.set(`/repo/${root}/cli.json`, renderJson(descriptor));
  const found = await why(testWorld(files), "exec --full-auto --cli tool");
  assert.equal(found.verdict, "exec --full-auto is hidden in 1.2.0, and there is no wrapper to compare it with.");
  assert.deepEqual([found.wrapper, found.versions[1]?.reports], [null, []]);
  const { out } = await run(testWorld(files), "why exec --full-auto --cli tool");
  assert.match(out, /\nWrapper\n {2}there is none, or no wrapper_coverage\.json yet\n\nReports\n {2}1\.1\.0 {5}no report: /);
});

test("why tells the rest when the wrapper's scenarios cannot be read", async () => {
  const files = await richFiles();
  const failing = {
    run: async () => ({ type: "exited", exitCode: 1, signal: null, stdout: "", stderr: "no such file", durationMs: 1 }) as const,
  };
  const found = await why(testWorld(files, { processes: failing }), "exec --full-auto --cli tool");
  assert.equal(found.wrapper?.scenarios, null);
  assert.match(found.wrapper.scenariosProblem ?? "", /^The wrapper's command "print-scenarios" exited with 1; /);
  assert.match(found.verdict, /^exec --full-auto is at risk/);
});

test("why prints the verdict first, at most 80 columns, and last the next step", async () => {
  const files = await richFiles();
  for (const words of ["exec --full-auto", "exec --color", "exec", "cloud list --limit", "exec --flag=--json", ""]) {
    const { out } = await run(richWorld(files), `why ${words} --cli tool`.replaceAll(/ +/g, " "));
    for (const line of out.split("\n")) assert.ok(line.length <= 80, line);
  }
  const { out } = await run(richWorld(files), "why exec --color --cli tool");
  assert.match(out, /^exec --color is missing: 1\.2\.0 has it, and the wrapper does not on\naarch64-apple-darwin\.\n\nUpstream\n/);
  assert.match(out, /\n {2}default differs:\n {4}auto, in 1\.1\.0\n {4}never, in 1\.2\.0\n/);
  assert.match(out, /\nNext: read the work queue around it:\n {2}xtask report --cli tool --version 1\.2\.0 --show --command 'exec'\n$/);
});

test("why tells of the committed codex what its files have", async () => {
  const world = committedFiles();
  const gone = await why(world, "exec --full-auto --cli codex");
  assert.match(gone.verdict, /^exec --full-auto is gone: 0\.146\.0 was the last to have it \(hidden\), /);
  assert.deepEqual(
    gone.versions.slice(0, 3).map(({ version, listing }) => [version, listing]),
    [
      ["0.125.0", "root"],
      ["0.146.0", "union"],
      ["0.169.0", "none"],
    ],
  );
  const env = await why(world, "mcp add --env --cli codex");
  assert.match(env.verdict, /^mcp add --env is covered: /);
  assert.ok((env.wrapper?.scenarios?.shownBy.length ?? 0) > 0);
  // What is explained is what the committed reports say.
  const committed = JSON.parse((await world.files.readText("manifests/codex/reports/0.169.0/coverage.any.json")) ?? "") as {
    readonly deltas: Readonly<
      Record<string, readonly { readonly path: readonly string[]; readonly key?: string; readonly name?: string }[]>
    >;
  };
  for (const [list, entries] of Object.entries(committed.deltas)) {
    const [first] = entries;
    if (first === undefined) continue;
    const name = first.key === undefined ? (first.name === undefined ? [] : [first.name]) : [`--flag=${first.key}`];
    const ran = await run(world, ["why", ...first.path, ...name, "--version", "0.169.0", "--json"]);
    const { versions } = documentOf(ran) as unknown as Why;
    assert.deepEqual([first, versions[0]?.reports[0]?.list], [first, list]);
  }
});
