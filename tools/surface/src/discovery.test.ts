import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Probe } from "./capture.ts";
import { Discovery } from "./discovery.ts";
import type { CompletionSurface, HelpPage } from "./help-page.ts";
import { autoParser } from "./parsers/auto-parser.ts";
import { clapParser } from "./parsers/clap/clap-parser.ts";
import type { HelpParser } from "./parsers/help-parser.ts";
import { oclifParser } from "./parsers/oclif/oclif-parser.ts";
import { yargsParser } from "./parsers/yargs/yargs-parser.ts";

type Answer = (path: readonly string[]) => string | undefined;

/** Walks a CLI that answers `<path> --help`; gives the kept paths, the aliases and omissions found, and every path that was asked. */
function walk(
  answer: Answer,
  options: {
    readonly completion?: readonly string[];
    /** Whether the completion is made of answers. */
    readonly isVisibleOnly?: boolean;
    readonly hiddenRoot?: HelpPage;
    readonly unasked?: readonly string[];
    readonly extra?: readonly string[];
    readonly candidates?: readonly string[];
    readonly pick?: number;
    readonly parser?: HelpParser;
  } = {},
) {
  const completion: CompletionSurface | undefined =
    options.completion === undefined
      ? undefined
      : {
          commands: options.completion.map((path) => ({ path: path.split(" ").filter((word) => word !== ""), flags: [] })),
          isVisibleOnly: options.isVisibleOnly === true,
        };
  const discovery = new Discovery({
    parserAt: () => options.parser ?? clapParser,
    completion,
    extraPaths: (options.extra ?? []).map((path) => path.split(" ")),
    hiddenRoot: options.hiddenRoot,
    unaskedPaths: options.unasked?.map((path) => path.split(" ")),
    candidatePaths: (options.candidates ?? []).map((path) => path.split(" ")),
    describeCommand: (path) => ["tool", ...path, "--help"].join(" "),
  });
  const asked: string[] = [];
  const waiting: (readonly string[])[] = [[]];
  for (;;) {
    if (waiting.length === 0) waiting.push(...discovery.settle());
    const [path] = waiting.splice((options.pick ?? 0) % Math.max(1, waiting.length), 1);
    if (path === undefined) break;
    asked.push(path.join(" "));
    const text = answer(path);
    const probe: Probe =
      text === undefined
        ? { type: "failed", omission: `help probe failed: tool ${path.join(" ")} --help (exit 1)` }
        : { type: "text", text };
    waiting.push(...discovery.record(path, probe));
  }
  const { commands, omissions, candidates } = discovery.result();
  return {
    kept: commands.map(({ path }) => path.join(" ")),
    aliases: commands.flatMap((command) => command.aliases.map((alias) => `${command.path.join(" ")}=${alias}`)),
    omissions: omissions.toSorted(),
    fates: Object.entries<readonly (readonly string[])[]>({ ...candidates }).flatMap(([fate, paths]) =>
      paths.map((path) => `${path.join(" ")}: ${fate}`),
    ),
    asked,
  };
}

const help = (usage: string, commands: readonly string[] = [], about = usage): string =>
  `${about}\n\nUsage: ${usage} [OPTIONS]\n${commands.length === 0 ? "" : `\nCommands:\n${commands.map((row) => `  ${row}`).join("\n")}\n`}`;
const table =
  (pages: Readonly<Record<string, string>>): Answer =>
  (path) =>
    pages[path.join(" ")];

test("Discovery drops and records a child whose usage names an ancestor", () => {
  const { kept, omissions } = walk(
    table({
      "": help("tool", ["run  Run", "nosuch  Wrapped text"]),
      run: help("tool run", ["deep  Deep"]),
      nosuch: help("tool"),
      "run deep": help("tool run"),
    }),
  );
  assert.deepEqual(kept, ["", "run"]);
  assert.deepEqual(omissions, ["phantom command: nosuch", "phantom command: run deep"]);
});

test("Discovery keeps a child whose usage names it behind options, in another spelling, or on a further line", () => {
  const usage = (line: string): string => `About ${line}\n\nUsage: ${line}\n`;
  const { kept, omissions } = walk(
    table({
      "": help("tool", ["add  Add", "remove  Remove", "both  Both", "gone  Gone"]),
      add: usage("tool [OPTIONS] add [OPTIONS] <X>"),
      remove: usage("tool remove|rm [options]"),
      both: usage("tool [OPTIONS]\n       tool both <X>"),
      gone: usage("tool [OPTIONS]\n       tool add <X>"),
    }),
  );
  assert.deepEqual(kept, ["", "add", "both", "remove"]);
  assert.deepEqual(omissions, ["phantom command: gone"]);
});

test("Discovery ends when a help lists its own command for ever", () => {
  const echo: Answer = (path) => help(["tool", ...path].join(" "), ["daemon  Manage it"], "The same everywhere");
  const { kept, omissions } = walk(echo);
  assert.deepEqual(kept, [""]);
  assert.deepEqual(omissions, ["phantom command: daemon"]);
});

test("Discovery is bounded when every level differs", () => {
  const endless: Answer = (path) =>
    help(["tool", ...path].join(" "), [`a${String(path.length)}  A`, `b${String(path.length)}  B`, `c${String(path.length)}  C`]);
  const { kept, omissions } = walk(endless);
  assert.ok(kept.length <= 2000);
  assert.ok(omissions.includes("more than 2000 commands: the walk stopped"));
});

test("Discovery stops below eight levels", () => {
  const { kept, omissions } = walk((path) => help(["tool", ...path].join(" "), [`next${String(path.length)}  On`]));
  assert.equal(kept.length, 9);
  assert.deepEqual(omissions, ["deeper than 8 levels: next0 next1 next2 next3 next4 next5 next6 next7"]);
});

test("Discovery does not walk aliases, listed or found by their usage", () => {
  const { kept, aliases, asked } = walk(
    table({
      "": help("tool", ["exec  Run [aliases: e]", "cloud  Cloud"]),
      exec: help("tool exec", ["go  Go"]),
      "exec go": help("tool exec go"),
      cloud: help("tool cloud"),
      e: help("tool exec"),
      "cloud-tasks": help("tool cloud", ["x  X"]),
    }),
    { completion: ["", "exec", "exec go", "e", "e go", "cloud", "cloud-tasks", "cloud-tasks x", "help", "help exec"] },
  );
  assert.deepEqual(kept, ["", "cloud", "exec", "exec go"]);
  assert.deepEqual(aliases, ["cloud=cloud-tasks"]);
  assert.deepEqual(asked.toSorted(), ["", "cloud", "cloud-tasks", "exec", "exec go"]);
});

test("Discovery keeps two commands that call themselves each other", () => {
  const { kept, aliases } = walk(
    table({ "": help("tool", ["a  A", "b  B"]), a: help("tool b", ["under  U"]), b: help("tool a"), "a under": help("tool a under") }),
  );
  assert.deepEqual(kept, ["", "a", "a under", "b"]);
  assert.deepEqual(aliases, []);
});

test("Discovery keeps a command whose usage names another program", () => {
  assert.deepEqual(walk(table({ "": help("tool", ["wrap  Wrap"]), wrap: help("inner") })).kept, ["", "wrap"]);
});

test("Discovery keeps a listed command whose help fails, and does not look below it", () => {
  const { kept, omissions, asked } = walk(table({ "": help("tool", ["broken  Broken", "odd  Odd"]), odd: "no usage here" }), {
    completion: ["", "broken", "broken below"],
  });
  assert.deepEqual(kept, ["", "broken", "odd"]);
  assert.deepEqual(omissions, ["help not recognised: tool odd --help", "help probe failed: tool broken --help (exit 1)"]);
  assert.deepEqual(asked, ["", "broken", "odd"]);
});

test("Discovery probes the extra paths that exist", () => {
  const { kept, omissions } = walk(table({ "": help("tool"), secret: help("tool secret"), gone: help("tool") }), {
    extra: ["secret", "gone"],
  });
  assert.deepEqual(kept, ["", "secret"]);
  assert.deepEqual(omissions, ["phantom command: gone"]);
});

test("Discovery keeps a candidate that is a command or an alias, and says what became of the others", () => {
  const { kept, aliases, omissions, fates, asked } = walk(
    table({
      "": help("tool", ["cloud  Cloud", "shown  Shown"]),
      cloud: help("tool cloud"),
      shown: help("tool shown"),
      "cloud-tasks": help("tool cloud"),
      secret: help("tool secret", ["deep  Deep"]),
      "secret deep": help("tool secret deep"),
      gone: help("tool", ["cloud  Cloud", "shown  Shown"]),
      odd: "started",
    }),
    { candidates: ["cloud-tasks", "secret", "gone", "broken", "odd", "shown", "nowhere below", "help"] },
  );
  assert.deepEqual(kept, ["", "cloud", "secret", "secret deep", "shown"]);
  assert.deepEqual(aliases, ["cloud=cloud-tasks"]);
  assert.deepEqual(fates, ["gone: phantoms", "broken: failed"]);
  assert.deepEqual(omissions, ["help not recognised: tool odd --help"]);
  assert.deepEqual(asked.toSorted(), ["", "broken", "cloud", "cloud-tasks", "gone", "odd", "secret", "secret deep", "shown"]);
});

test("Discovery asks for no candidate and no extra path below a command that takes arguments to the end of the line", () => {
  const { kept, fates, asked } = walk(
    table({
      "": help("tool", ["sandbox  Run a program"]),
      sandbox: "Usage: tool sandbox [OPTIONS] [COMMAND]...\n",
      "sandbox seen": help("tool sandbox seen"),
    }),
    { completion: ["", "sandbox", "sandbox seen"], candidates: ["sandbox linux", "sandbox seen"], extra: ["sandbox macos"] },
  );
  assert.deepEqual(kept, ["", "sandbox", "sandbox seen"]);
  assert.deepEqual(fates, ["sandbox linux: unsafe"]);
  assert.deepEqual(asked, ["", "sandbox", "sandbox seen"]);
});

test("Discovery takes a candidate that evidence names for an ordinary command", () => {
  const { kept, omissions, fates } = walk(table({ "": help("tool", ["broken  B"]), phantom: help("tool", ["broken  B"]) }), {
    completion: ["", "broken", "phantom"],
    candidates: ["broken", "phantom"],
  });
  assert.deepEqual(kept, ["", "broken"]);
  assert.deepEqual(omissions, ["help probe failed: tool broken --help (exit 1)", "phantom command: phantom"]);
  assert.deepEqual(fates, []);
});

test("Discovery gives the same result in any order", () => {
  const words = fc.constantFrom("a", "b", "c");
  const usage = fc.array(words, { maxLength: 3 }).map((path) => ["tool", ...path].join(" "));
  const page = fc.record({ usage, commands: fc.array(words, { maxLength: 3 }) }).map(({ usage: line, commands }) =>
    help(
      line,
      [...new Set(commands)].map((name) => `${name}  About`),
    ),
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.array(words, { maxLength: 4 }).map((path) => path.join(" ")),
        page,
      ),
      fc.nat(50),
      (pages, pick) => {
        const all = { ...pages, "": help("tool", ["a  A", "b  B"]) };
        const { asked: first, ...expected } = walk(table(all));
        const { asked: second, ...actual } = walk(table(all), { pick });
        assert.deepEqual(actual, expected);
        assert.deepEqual(second.toSorted(), first.toSorted());
      },
    ),
    { numRuns: 500 },
  );
});

const oclifHelp = (id: string, more: string): string => `About ${id}\n\nUSAGE\n  $ tool ${id} [-x]\n${more}`;
const oclifPages: Readonly<Record<string, string>> = {
  "": "Tool\n\nUSAGE\n  $ tool [COMMAND]\n\nTOPICS\n  apps  Apps\n\nCOMMANDS\n  apps    Lists apps\n  create  Creates\n  help    Help\n",
  apps: oclifHelp("apps", "\nALIASES\n  $ tool apps\n  $ tool apps:ls\n\nCOMMANDS\n  apps:create  Creates\n  apps:list    Lists\n"),
  create: oclifHelp("create", "\nALIASES\n  $ tool create\n"),
  "apps:create": oclifHelp("apps:create", "\nALIASES\n  $ tool create\n"),
  "apps:list": oclifHelp("apps:list", "\nALIASES\n  $ tool apps\n  $ tool apps:ls\n"),
};

test("Discovery takes the whole path of a row that spells it, and the aliases that a help lists", () => {
  for (const pick of [0, 1, 2]) {
    const { kept, aliases, omissions, asked } = walk(table(oclifPages), { parser: oclifParser, pick });
    assert.deepEqual(kept, ["", "apps:create", "apps:list"]);
    assert.deepEqual(aliases, ["apps:create=create", "apps:list=apps", "apps:list=apps:ls"]);
    assert.deepEqual(omissions, []);
    assert.deepEqual(asked.toSorted(), ["", "apps", "apps:create", "apps:list", "create"]);
  }
});

test("Discovery asks for a row that is typed in place of its parent, which takes trailing arguments", () => {
  const pages = {
    "": "Tool\n\nUSAGE\n  $ tool [COMMAND]\n\nCOMMANDS\n  log  Logs\n",
    log: "Logs\n\nUSAGE\n  $ tool log [VALUE...] [-x]\n\nARGUMENTS\n  [VALUE...]  values\n\nCOMMANDS\n  log:level  Sets it\n",
    "log:level": oclifHelp("log:level", ""),
  };
  const { kept, omissions, asked } = walk(table(pages), { parser: oclifParser });
  assert.deepEqual([kept, omissions], [["", "log", "log:level"], []]);
  assert.deepEqual(asked, ["", "log", "log:level"]);
});

test("Discovery gives a candidate its row, whatever command lists it", () => {
  const { kept, fates } = walk(table(oclifPages), { parser: oclifParser, candidates: ["apps:list"] });
  assert.deepEqual(kept, ["", "apps:create", "apps:list"]);
  assert.deepEqual(fates, []);
});

test("Discovery keeps a command that calls itself an alias when no other command has that alias", () => {
  const pages = { ...oclifPages, "apps:create": oclifHelp("apps:create", ""), "apps:list": oclifHelp("apps:list", "") };
  const { kept, aliases } = walk(table(pages), { parser: oclifParser });
  assert.deepEqual(kept, ["", "apps", "apps:create", "apps:list", "create"]);
  assert.deepEqual(aliases, []);
});

test("Discovery says which helps the generic parser read, and asks each parser for its own pseudo-commands", () => {
  const clapRoot = help("tool", ["run  Run", "help  Print this message or the help of the given subcommand(s)"]);
  const { kept, omissions } = walk(
    table({
      "": `${clapRoot}\nOptions:\n  -h, --help  Print help\n`,
      run: "usage: tool run [-x] [file]\n\n  -x  Be quick\n  -y  Be slow\n",
    }),
    { parser: autoParser },
  );
  assert.deepEqual(kept, ["", "run"]);
  assert.deepEqual(omissions, ["help read by the generic parser: tool run --help"]);
});

test("Discovery keeps a listed command that its framework gives no help of its own, and no other phantom", () => {
  const rows = "Commands:\n  tool completion  Script\n  tool run         Run\n";
  const options = "\nOptions:\n  --help  Show help  [boolean]\n";
  const discovery = new Discovery({ parserAt: () => yargsParser, describeCommand: (path) => path.join(" ") });
  const root = `tool [command]\n\n${rows}${options}`;
  assert.deepEqual(discovery.record([], { type: "text", text: root }), [["completion"], ["run"]]);
  for (const name of ["completion", "run"]) discovery.record([name], { type: "text", text: root });
  const { commands, omissions } = discovery.result();
  assert.deepEqual(
    commands.map(({ path, page, row }) => [path.join(" "), page !== undefined, row?.about]),
    [
      ["", true, undefined],
      ["completion", false, "Script"],
    ],
  );
  assert.deepEqual(omissions, ["phantom command: run"]);
});

test("Discovery keeps of what answers of completion list only commands with a help of their own, and calls none where it may be an argument", () => {
  const page = (usage: string, rows: readonly string[] = []): string => help(usage, rows);
  const answers = table({
    "": page("tool", ["exec  Run", "get  Get"]),
    exec: `${page("tool exec [ARGS]... [COMMAND]", ["list  List"])}\nArguments:\n  [ARGS]...  Words\n`,
    "exec list": page("tool exec list"),
    "exec pod": page("tool exec pod"),
    get: page("tool get", ["all  All"]),
    "get all": page("tool get all"),
    "get hidden": page("tool get hidden"),
    "get pod": page("tool get", ["all  All"]),
    "get text": "no help at all\n",
  });
  const completion = ["exec list", "exec pod", "get all", "get hidden", "get pod", "get text", "get none"];
  const asked = walk(answers, { completion, isVisibleOnly: true });
  assert.deepEqual(asked.kept, ["", "exec", "exec list", "get", "get all", "get hidden"]);
  assert.ok(!asked.asked.includes("exec pod"));
  assert.deepEqual(asked.fates, ["exec pod: unsafe"]);
  assert.deepEqual(asked.omissions, [
    "help not recognised: tool get text --help",
    "help probe failed: tool get none --help (exit 1)",
    "phantom command: get pod",
  ]);
  // A script names commands alone.
  assert.ok(walk(answers, { completion }).kept.includes("exec pod"));
});

test("Discovery keeps a command that is not asked by its row, in the help of hidden units too", () => {
  const answers = table({ "": help("tool", ["get  Get", "login  Log in"]), get: help("tool get") });
  const hiddenRoot = clapParser.parseHelp(help("tool", ["get  Get", "login  Log in", "daemon  Stay"]));
  const { kept, asked, omissions } = walk(answers, { hiddenRoot, unasked: ["login", "daemon", "other"], completion: ["other"] });
  assert.deepEqual(kept, ["", "daemon", "get", "login"]);
  assert.deepEqual(asked, ["", "get"]);
  assert.deepEqual(
    omissions,
    ["daemon", "login", "other"].map((name) => `help not probed: tool ${name} --help (in unasked_commands)`),
  );
});

test("Discovery asks for no help below arguments that go on to the end of the line, unless the usage has a sub-command there", () => {
  const row = "\n\nCommands:\n  rm  Removes\n\nOptions:\n  -h, --help  Help\n";
  const below = (usage: string, options: Parameters<typeof walk>[1] = {}) =>
    walk(
      (path) =>
        path.length === 0
          ? "Usage: tool [OPTIONS] <COMMAND>\n\nCommands:\n  exec  Runs a program\n\nOptions:\n  -h, --help  Help\n"
          : path.length === 1
            ? `Usage: tool exec [OPTIONS] ${usage}${row}`
            : "Usage: tool exec rm\n\nOptions:\n  -h, --help  Help\n",
      options,
    );
  for (const usage of ["[CMD]...", "[COMMAND]...", "<PROGRAM>..."]) {
    const { asked, kept, omissions } = below(usage);
    assert.deepEqual(asked, ["", "exec"], usage);
    assert.deepEqual(kept, ["", "exec", "exec rm"], usage);
    assert.deepEqual(omissions, ["help not probed: tool exec rm --help (its command takes trailing arguments)"]);
  }
  assert.deepEqual(below("[CMD]... [COMMAND]").asked, ["", "exec", "exec rm"]);
  assert.deepEqual(below("[CMD]...", { completion: ["", "exec", "exec rm"] }).asked, ["", "exec", "exec rm"]);
  assert.deepEqual(below("[CMD]...", { completion: ["", "exec", "exec rm"], isVisibleOnly: true }).asked, ["", "exec"]);
});

test("Discovery takes a usage with a bare placeholder for that of the command whose usage has the same line", () => {
  const usageWalk = (pages: Readonly<Record<string, readonly [usage: readonly string[], commands?: readonly string[]]>>) =>
    walk((path) => {
      const [lines, names = []] = pages[path.join(" ")] ?? [];
      const rows = names.length === 0 ? "" : `\nCommands:\n${names.map((name) => `  ${name}  About`).join("\n")}\n`;
      return lines === undefined ? undefined : `About ${path.join(" ")}\n\nUsage: ${lines.join("\n       ")}\n${rows}`;
    });
  const root = { "": [["tool [OPTIONS] [PROMPT]"], ["a", "b"]] } as const;
  const copied = usageWalk({ ...root, a: [["tool a NAME", "tool"], ["a"]], "a a": [["tool a NAME", "tool"]] });
  assert.deepEqual([copied.kept, copied.omissions.includes("phantom command: a a")], [["", "a", "b"], true]);
  const turned = usageWalk({ ...root, a: [["tool NAME a"], ["a"]], "a a": [["tool NAME a"]] });
  assert.deepEqual([turned.kept, turned.omissions.includes("phantom command: a a")], [["", "a", "b"], true]);
  const other = usageWalk({ ...root, a: [["tool a"], ["c"]], "a c": [["tool b NAME"]], b: [["tool b NAME"]] });
  assert.deepEqual([other.kept, other.aliases], [["", "a", "b"], ["b=a c"]]);
  const lone = usageWalk({ ...root, a: [["tool a NAME"], ["c"]], "a c": [["tool a OTHER"]] });
  assert.deepEqual(lone.kept, ["", "a", "a c", "b"]);
});
