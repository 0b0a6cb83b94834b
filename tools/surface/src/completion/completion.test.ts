import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AcceptanceCall } from "../acceptance/plan-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import type { CompletionSurface, HelpPage } from "../help-page.ts";
import { completionLimits, nextCompletionCalls } from "./plan-completion.ts";
import { readCompletionAnswers } from "./read-completion.ts";

/** A flag of a program of cobra. */
interface ModelFlag {
  readonly long: string;
  readonly short?: string;
  readonly type: "bool" | "int" | "string";
  readonly isPersistent: boolean;
  readonly isRequired: boolean;
  readonly isHidden: boolean;
  /** Whether the command's own help shows it: templates may leave flags out. */
  readonly isShown: boolean;
}

/** A command of a program of cobra. */
interface ModelCommand {
  readonly name: string;
  readonly flags: readonly ModelFlag[];
  readonly commands: readonly ModelCommand[];
  /** Whether it completes args by code of its own. */
  readonly completesArgs: boolean;
}

/** A flag with what its entry says of it. */
type ListedModelFlag = ModelFlag & { readonly text: string };

/**
 * Answers a call of `__complete` as `getCompletions` in the sources of cobra does. Throws when the call would run code of the
 * program's own.
 */
function completeWith(root: ModelCommand, { path, words }: AcceptanceCall): AcceptanceAnswer {
  const answer = (lines: readonly string[], directive: number, stderr = ""): AcceptanceAnswer => ({
    path,
    words,
    exitCode: 0,
    stdout: [...lines, `:${String(directive)}`, ""].join("\n"),
    stderr,
  });
  const { command, flags } = find(root, path);
  const typed = words.at(-1) ?? "";
  const set = new Set<string>();
  for (let at = 0; at < words.length - 1; at += 1) {
    const [name = "", given] = (words[at] ?? "").split("=");
    const flag = flags.find(({ long }) => long === name);
    if (flag === undefined) throw new Error(`${name} is unknown`);
    const value = given ?? (flag.type === "bool" ? "true" : (words[(at += 1)] ?? ""));
    if (flag.type === "int" && !/^\d+$/.test(value))
      return answer([], 0, `Error while parsing flags from args: invalid argument "${value}" for "${name}" flag: strconv.ParseInt`);
    set.add(name);
  }
  if (set.has("--help")) return answer([], 4);
  const listed = flags.filter(({ isHidden, long }) => !isHidden && !set.has(long));
  const required = listed.filter(({ isRequired }) => isRequired);
  const lines = (required.length > 0 ? required : listed).flatMap(({ long, short, text }) => [
    `${long}\t${text}`,
    ...(short === undefined ? [] : [`${short}\t${text}`]),
  ]);
  if (typed === "-") return answer(lines, 4);
  if (command.completesArgs) throw new Error("completes an argument");
  return answer(
    [...command.commands.map(({ name }) => `${name}\tRuns ${name}`), "help\tHelp about any command", ...(required.length > 0 ? lines : [])],
    4,
  );
}

/** The command at a path, with all the flags that it accepts: those that it has from above first. */
function find(
  root: ModelCommand,
  path: readonly string[],
): { readonly command: ModelCommand; readonly flags: readonly ListedModelFlag[]; readonly own: readonly ListedModelFlag[] } {
  let command = root;
  const inherited: ListedModelFlag[] = [];
  for (const [depth, name] of path.entries()) {
    inherited.push(...textsOf(command, path.slice(0, depth)).filter(({ isPersistent }) => isPersistent));
    const next = command.commands.find((each) => each.name === name);
    if (next === undefined) throw new Error(`${path.join(" ")} is no command`);
    command = next;
  }
  const own = textsOf(command, path);
  return { command, own, flags: [...inherited, ...own] };
}

function textsOf({ flags, name }: ModelCommand, path: readonly string[]): readonly ListedModelFlag[] {
  const help: ModelFlag = {
    long: "--help",
    short: "-h",
    type: "bool",
    isPersistent: false,
    isRequired: false,
    isHidden: false,
    isShown: true,
  };
  return [help, ...flags].map((flag) => ({ ...flag, text: flag.long === "--help" ? `help for ${name}` : `of "${path.join(" ")}"` }));
}

const flag: fc.Arbitrary<Omit<ModelFlag, "long" | "short">> = fc.record({
  type: fc.constantFrom("bool", "int", "string"),
  isPersistent: fc.boolean(),
  isRequired: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.boolean() }),
  isHidden: fc.boolean(),
  isShown: fc.boolean(),
});

/** Programs three levels deep; each flag has a name of its own. */
const program: fc.Arbitrary<ModelCommand> = commandOf(commandOf(commandOf(fc.constant([])), 3), 3).map((root) => named(root, "t"));

function commandOf(below: fc.Arbitrary<ModelCommand> | fc.Arbitrary<never[]>, count = 0): fc.Arbitrary<ModelCommand> {
  return fc
    .record({
      flags: fc.array(flag, { maxLength: 4 }),
      commands: count === 0 ? fc.constant([]) : fc.array(below as fc.Arbitrary<ModelCommand>, { maxLength: count }),
      completesArgs: fc.boolean(),
    })
    .map((command) => ({ ...command, name: "tool", flags: command.flags.map((each) => ({ ...each, long: "--x" })) }));
}

function named(command: ModelCommand, name: string): ModelCommand {
  return {
    ...command,
    name,
    flags: command.flags.map((each, index) => ({
      ...each,
      // What is required is visible, as in any program that can be used.
      isHidden: each.isHidden && !each.isRequired,
      isShown: each.isShown || each.isRequired,
      // A required int could not be given the value that stands for any.
      isRequired: each.isRequired && !each.isPersistent,
      long: `--${name}-f${String(index)}`,
      ...(index === 0 ? { short: `-${name.at(-1) ?? "t"}` } : {}),
    })),
    commands: command.commands.map((each, index) => named(each, `${name}${"abc"[index] ?? ""}`)),
  };
}

function pathsOf(command: ModelCommand, path: readonly string[] = []): readonly (readonly string[])[] {
  return [path, ...command.commands.flatMap((each) => pathsOf(each, [...path, each.name]))];
}

function pageOf(root: ModelCommand, path: readonly string[]): HelpPage {
  const { command, own } = find(root, path);
  return {
    confidence: 1,
    usageWords: [],
    args: command.completesArgs ? [{ name: "name", required: false, variadic: false }] : [],
    commands: command.commands.map(({ name }) => ({ name, aliases: [] })),
    flags: own.filter(({ isShown, isHidden }) => isShown && !isHidden).map(({ long, type }) => ({ long, takes_value: type !== "bool" })),
  };
}

function ask(root: ModelCommand): CompletionSurface {
  const commands = pathsOf(root).map((path) => ({ path, page: pageOf(root, path) }));
  const answers: AcceptanceAnswer[] = [];
  for (let round = 0; ; round += 1) {
    const calls = nextCompletionCalls(commands, answers);
    if (calls.length === 0) return readCompletionAnswers(answers);
    assert.ok(round < 4);
    answers.push(...calls.map((call) => completeWith(root, call)));
  }
}

test("completion of cobra gives every visible flag at the command that has it, and whether it takes a value, and completes no argument", () => {
  fc.assert(
    fc.property(program, (root) => {
      const { commands, omissions } = ask(root);
      assert.deepEqual(omissions, []);
      const read = commands
        .filter(({ path }) => path.at(-1) !== "help")
        .map(({ path, flags }) => {
          const shown = new Set(pageOf(root, path).flags.map(({ long }) => long));
          return [
            path.join(" "),
            flags.map(({ long = "", short, takes_value }) => [long, short, shown.has(long) ? "in help" : takes_value]),
          ] as const;
        });
      const declared = pathsOf(root).map((path) => {
        const shown = new Set(pageOf(root, path).flags.map(({ long }) => long));
        const own = find(root, path).own.filter(({ isHidden }) => !isHidden);
        return [path.join(" "), own.map(({ long, short, type }) => [long, short, shown.has(long) ? "in help" : type !== "bool"])] as const;
      });
      const sorted = (rows: readonly (readonly [unknown, readonly unknown[]])[]): readonly unknown[] =>
        rows
          .map(([path, flags]) => [path, flags.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))])
          .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
      assert.deepEqual(sorted(read), sorted(declared));
    }),
    { numRuns: 500 },
  );
});

test("readCompletionAnswers() names the calls that gave no list, and reads no help from a text of another kind", () => {
  const answers = [
    { path: [], words: ["-"], exitCode: 0, stdout: "--a\tOf `x`\n-a\tOf `x`\n--help\thelp for t\n:4\n", stderr: "" },
    { path: [], words: [""], exitCode: 0, stdout: "run\tRuns\nno command\n--a\tOf\n:4\n", stderr: "" },
    { path: ["run"], words: ["-"], exitCode: 1, stdout: "", stderr: "panic" },
    { path: ["stop"], words: ["-"], exitCode: 0, stdout: "Error: unknown\n:1\n", stderr: "" },
    {
      path: ["options"],
      words: ["-"],
      exitCode: 0,
      stdout: "--help\thelp for options\n:4\nCompletion ended with directive: NoFileComp\n",
      stderr: "",
    },
    { path: ["wait"], words: ["-"], failure: "timeout after 9 ms: t __complete wait -", stdout: "", stderr: "" },
  ];
  assert.deepEqual(readCompletionAnswers(answers), {
    commands: [
      {
        path: [],
        flags: [
          { long: "--a", short: "-a", takes_value: true, value_name: "x", description: "Of x" },
          { long: "--help", takes_value: false, description: "help for t" },
        ],
        inherited: [],
      },
      { path: ["options"], flags: [{ long: "--help", takes_value: false, description: "help for options" }], inherited: [] },
      { path: ["run"], flags: [], inherited: [] },
    ],
    isVisibleOnly: true,
    omissions: [
      "completion probe failed: __complete run - (exit 1)",
      "completion probe failed: __complete stop - (exit 0)",
      "timeout after 9 ms: t __complete wait -",
    ],
  });
});

const known = (path: readonly string[], page: Partial<HelpPage>): { readonly path: readonly string[]; readonly page: HelpPage } => ({
  path,
  page: { confidence: 1, usageWords: [], args: [], commands: [], flags: [], ...page },
});
const listing = (path: readonly string[], words: readonly string[], names: readonly string[]): AcceptanceAnswer => ({
  path,
  words,
  exitCode: 0,
  stdout: `${names.map((name) => `${name}\tText`).join("\n")}\n:4\n`,
  stderr: "",
});
const spelled = (calls: readonly AcceptanceCall[]): readonly string[] => calls.map(({ path, words }) => [...path, ...words].join(" "));

test("nextCompletionCalls() asks for commands only where help shows no argument", () => {
  const commands = [{ name: "a", aliases: [] }];
  const arg = { name: "x", required: false, variadic: false };
  const all = [known([], { commands }), known(["get"], { commands, args: [arg] }), known(["run"], { args: [arg] })];
  assert.deepEqual(spelled(nextCompletionCalls(all, [])), ["-", "", "get -", "run -"]);
});

test("nextCompletionCalls() gives values to required flags alone, which help shows beside others", () => {
  const shows = (...names: readonly string[]): Partial<HelpPage> => ({ flags: names.map((long) => ({ long, takes_value: true })) });
  const next = (page: Partial<HelpPage>, listed: readonly string[]): readonly string[] =>
    spelled(nextCompletionCalls([known([], page)], [listing([], ["-"], listed)])).filter((call) => !call.endsWith("--help -"));
  assert.deepEqual(next(shows("--image", "--rm"), ["--image"]), ["--image=1 -"]);
  assert.deepEqual(next(shows("--image", "--rm"), ["--image", "--unknown"]), ["--image=1 -"]);
  // All that help shows is listed, help shows nothing of it, or it is too much.
  assert.deepEqual(next(shows("--image", "--rm"), ["--image", "--rm"]), []);
  assert.deepEqual(next(shows("--rm"), ["--image"]), []);
  const many = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => `--f${String(each)}`);
  assert.deepEqual(next(shows(...many, "--rm"), many), []);
  assert.deepEqual(next(shows(...many, "--rm"), many.slice(1)), [[...many.slice(1).map((name) => `${name}=1`), "-"].join(" ")]);
});

test("the questions about one command and about all are bounded, and the snapshot says so", () => {
  const flags = Array.from({ length: 1200 }, (_, index) => `--f${String(index)}`);
  const wide = [known(["a"], {}), known(["b"], {})];
  const answers = [listing(["a"], ["-"], ["--help", ...flags]), listing(["b"], ["-"], ["--help", "--x"])];
  const calls = nextCompletionCalls(wide, answers);
  assert.equal(calls.length, 999 + 1);
  assert.deepEqual(completionLimits(wide, answers), []);
  answers.push(...calls.map(({ path, words }) => listing(path, words, ["--help"])));
  assert.deepEqual(nextCompletionCalls(wide, answers), []);
  assert.deepEqual(completionLimits(wide, answers), ["more than 1000 questions about completion: __complete a"]);

  const long = Array.from({ length: 5200 }, (_, index) => known([`c${String(index)}`], {}));
  const first = nextCompletionCalls(long, []);
  assert.equal(first.length, 5000);
  const answered = first.map(({ path, words }) => listing(path, words, ["--help"]));
  assert.deepEqual(nextCompletionCalls(long, answered), []);
  assert.deepEqual(completionLimits(long, answered), ["more than 5000 questions about completion"]);
  assert.deepEqual(completionLimits(long.slice(0, 5000), answered), []);
});
