import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import yargs, { type Argv } from "yargs";
import { cleanText } from "../../clean-text.ts";
import type { HelpPage } from "../../help-page.ts";
import { yargsParser } from "./yargs-parser.ts";

/** Programs made with yargs itself: their declarations say what its help shows. */
interface Program {
  readonly usage: string | undefined;
  readonly path: readonly string[];
  readonly options: readonly DeclaredOption[];
  readonly args: readonly DeclaredArg[];
  readonly commands: readonly DeclaredCommand[];
  readonly hasDefault: boolean;
}

interface DeclaredOption {
  readonly key: string;
  readonly aliases: readonly string[];
  readonly about: string;
  readonly type: "string" | "number" | "boolean" | "count" | "array" | undefined;
  readonly choices: readonly string[] | undefined;
  readonly value: DefaultValue;
  readonly required: boolean;
  readonly hidden: boolean;
  readonly deprecated: boolean | string;
  readonly group: string | undefined;
}

type DefaultValue = string | number | boolean | readonly string[] | undefined;

interface DeclaredArg {
  readonly name: string;
  readonly alias: string | undefined;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly about: string;
}

interface DeclaredCommand {
  readonly name: string;
  readonly args: string;
  readonly aliases: readonly string[];
  readonly about: string;
  readonly deprecated: boolean | string;
}

const words = [
  "alpha",
  "run",
  "list",
  "--other",
  "<x>",
  "[opt]",
  "(see docs)",
  "e.g.",
  "default:",
  '"q"',
  "a|b",
  "-x",
  "stop.",
  "[default: x] of",
  "a-rather-long-word-of-the-text",
];
const line = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 25 }).map((all) => `Text ${all.join(" ")} end`);
const prose = fc.oneof(fc.constant("Text"), line);
const deprecation = fc.constantFrom<boolean | string>(false, false, false, true, "use --new [1] instead");

const option = fc.record({
  name: fc.constantFrom("mode", "modeName", "mode-x", "a-flag-with-quite-a-long-name-of-its-own", "x.y", "no-mode"),
  hasShort: fc.boolean(),
  hasAlias: fc.boolean(),
  about: fc.oneof(fc.constant(""), prose),
  type: fc.constantFrom(undefined, "string", "number", "boolean", "count", "array"),
  choices: fc.option(fc.constantFrom(["a", "b c", 'd"e'], ["first-choice", "second-choice", "third-choice", "fourth-choice", "fifth"]), {
    nil: undefined,
  }),
  value: fc.constantFrom<DefaultValue>(
    undefined,
    "text",
    "two words",
    "a]b",
    'say "q"',
    7,
    true,
    false,
    ["a", "b"],
    "https://example.org/a/rather/long/address/of/a/page",
  ),
  required: fc.boolean(),
  hidden: fc.constantFrom(false, false, true),
  deprecated: deprecation,
  group: fc.constantFrom(undefined, undefined, "Server options:", "Other things"),
});

const program: fc.Arbitrary<Program> = fc
  .record({
    usage: fc.constantFrom(undefined, "Usage: $0 [options] [command]"),
    path: fc.constantFrom<readonly string[]>([], ["group"], ["group", "sub"]),
    options: fc.array(option, { maxLength: 6 }),
    args: fc.tuple(
      fc.array(fc.record({ required: fc.boolean(), hasAlias: fc.boolean(), about: fc.oneof(fc.constant(""), prose) }), { maxLength: 3 }),
      fc.boolean(),
    ),
    commands: fc.array(
      fc.record({
        suffix: fc.constantFrom("", "-x", ":y", "-with-a-name-that-is-long"),
        args: fc.constantFrom("", " <a>", " [b..]", " <a> [b]", " <a|c> [--flag]"),
        aliasCount: fc.constantFrom(0, 0, 1, 2),
        about: prose,
        deprecated: deprecation,
      }),
      { maxLength: 5 },
    ),
    hasDefault: fc.boolean(),
  })
  .map(({ usage, path, options, args: [args, isVariadic], commands, hasDefault }) => ({
    // Only beside commands is `[command]` no argument.
    usage: path.length > 0 ? undefined : commands.length > 0 ? usage : usage?.replace(" [command]", ""),
    path,
    hasDefault: hasDefault && path.length === 0,
    options: options.map(({ name, hasShort, hasAlias, choices, value, type, ...rest }, index) => ({
      ...rest,
      type,
      key: name.startsWith("no-") ? `no-f${String(index)}` : `f${String(index)}-${name}`,
      aliases: [...(hasShort ? ["abcdef"[index] ?? ""] : []), ...(hasAlias ? [`other-${String(index)}`] : [])],
      choices: type === "boolean" || type === "count" ? undefined : choices,
      // yargs refuses none of these as a default, whatever the type is.
      value,
    })),
    args: args
      .toSorted((a, b) => Number(b.required) - Number(a.required))
      .map(({ required, hasAlias, about }, index, all) => ({
        name: `n${String(index)}`,
        alias: hasAlias ? `m${String(index)}` : undefined,
        required,
        variadic: isVariadic && index === all.length - 1,
        about,
      })),
    commands: commands.map(({ suffix, args: own, aliasCount, about, deprecated }, index) => ({
      name: `c${String(index)}${suffix}`,
      args: own,
      aliases: Array.from({ length: aliasCount }, (_, at) => `al${String(index)}${String(at)}`),
      about,
      deprecated,
    })),
  }));

/** The help of the command at the program's path. */
async function print(declared: Program, width: number | null, more: readonly string[] = []): Promise<string> {
  const spelled = declared.args
    .map(({ name, alias, required, variadic }) => {
      const names = `${name}${alias === undefined ? "" : `|${alias}`}${variadic ? ".." : ""}`;
      return required ? ` <${names}>` : ` [${names}]`;
    })
    .join("");
  const build = (tool: Argv): Argv => {
    for (const { key, aliases, about, type, choices, value, required, hidden, deprecated, group } of declared.options) {
      tool.option(key, {
        alias: aliases,
        ...(about === "" ? {} : { describe: about }),
        ...(type === undefined ? {} : { type }),
        ...(choices === undefined ? {} : { choices }),
        ...(value === undefined ? {} : { default: value }),
        demandOption: required,
        hidden,
        deprecated,
        ...(group === undefined ? {} : { group }),
      });
    }
    for (const { name, args, aliases, about, deprecated } of declared.commands) {
      tool.command({ command: [`${name}${args}`, ...aliases], describe: about, deprecated, handler: () => undefined });
    }
    return tool;
  };
  const withArgs = (tool: Argv): Argv => {
    for (const { name, about } of declared.args) tool.positional(name, about === "" ? {} : { describe: about });
    return tool;
  };
  let builder = (tool: Argv): Argv => withArgs(build(tool));
  for (const [index, name] of [...declared.path.entries()].toReversed()) {
    const inner = builder;
    const text = `${name}${index === declared.path.length - 1 ? spelled : ""}`;
    builder = (tool) => tool.command(text, `about ${name}`, inner, () => undefined);
  }
  const tool = yargs().scriptName("tool").locale("en").exitProcess(false).wrap(width);
  if (declared.usage !== undefined) tool.usage(declared.usage);
  if (declared.path.length > 0) builder(tool);
  else {
    build(tool);
    if (declared.hasDefault) tool.command(`$0${spelled}`, "the default", withArgs, () => undefined);
  }
  return new Promise((resolve) => {
    void tool.parse([...declared.path, "--help", ...more], {}, (_error, _argv, output) => resolve(output));
  });
}

const parse = (text: string): HelpPage => yargsParser.parseHelp(cleanText(text));

/** How the values of a page are compared. */
type TextView = (text: string) => string;

/** What the declarations say, in the words of a help page. */
function expectedUnits(
  { options, args, commands, path, hasDefault, usage }: Program,
  { showsHidden, view }: { readonly showsHidden: boolean; readonly view: TextView },
): unknown {
  // A default command alone has no row, and below a usage by hand nothing has its text.
  const isSpelled = path.length > 0 || commands.length > 0 || usage === undefined;
  return {
    flags: options
      .filter(({ hidden }) => showsHidden || !hidden)
      .map(({ key, aliases, type, choices, value, about, deprecated }) => {
        const isSwitch = type === "boolean" || type === "count";
        return {
          long: `--${key}`,
          short: aliases.find(({ length }) => length === 1)?.replace(/^/, "-"),
          aliases: aliases.filter(({ length }) => length > 1).map((alias) => `--${alias}`),
          takes_value: !isSwitch,
          repeatable: type === "count" || type === "array" || (type === "number" && Array.isArray(value)) ? true : undefined,
          possible_values: choices?.map(view),
          default: value === undefined ? undefined : view(typeof value === "object" ? JSON.stringify(value) : String(value)),
          deprecated: deprecated !== false ? true : undefined,
          description: flat(about),
        };
      })
      .toSorted((a, b) => (a.long < b.long ? -1 : 1)),
    args: (path.length > 0 || hasDefault ? args : []).map(({ name, required, variadic }) => ({
      name,
      required: required && isSpelled,
      variadic: variadic && isSpelled,
    })),
    commands: commands.map(({ name, aliases, about, deprecated }) => ({
      name,
      aliases,
      about: flat(about),
      deprecated: deprecated !== false ? true : undefined,
    })),
  };
}

/** The same fields of what was read; `help` and `version` are yargs's own. */
function readUnits({ flags, args, commands }: HelpPage, view: TextView): unknown {
  return {
    flags: flags
      .filter(({ long }) => long !== "--help" && long !== "--version")
      .map(({ long = "", short, aliases, takes_value, repeatable, possible_values, default: value, deprecated, description }) => ({
        long,
        short,
        aliases: aliases ?? [],
        takes_value,
        repeatable,
        possible_values: possible_values?.map(view),
        default: value === undefined ? undefined : view(value),
        deprecated,
        description: flat(description ?? ""),
      }))
      .toSorted((a, b) => (a.long < b.long ? -1 : 1)),
    args: args.map(({ name, required, variadic }) => ({ name, required, variadic })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    commands: commands.map(({ name, aliases, about, deprecated }) => ({ name, aliases, about: flat(about ?? ""), deprecated })),
  };
}

/** Where no text is long enough to be wrapped, no line makes it doubtful how the page breaks others: values are then exact. */
function viewOf({ options, args, commands }: Program): TextView {
  return [...options, ...args, ...commands].every(({ about }) => about.length < 15) ? (text) => text : flat;
}

/** A text without its spaces: where two words meet at the edge of a column, its lines do not tell whether there was one. */
function flat(text: string): string {
  return text.replaceAll(/\s/g, "");
}

const widths = fc.constantFrom(60, 80, 120, 400, null);

test("parseHelp() gives what programs of yargs declare, whatever their texts are, and no hidden flag", async () => {
  await fc.assert(
    fc.asyncProperty(program, widths, async (declared, width) => {
      const page = parse(await print(declared, width));
      const view = viewOf(declared);
      assert.deepEqual(readUnits(page, view), expectedUnits(declared, { showsHidden: false, view }));
      assert.equal(page.confidence, 1);
    }),
    { numRuns: 300 },
  );
});

test("parseHelp() gives hidden flags too where the program was asked to show them", async () => {
  await fc.assert(
    fc.asyncProperty(program, widths, async (declared, width) => {
      // yargs does so in the help of the root alone.
      const showsHidden = declared.path.length === 0;
      const page = parse(await print(declared, width, ["--show-hidden"]));
      assert.deepEqual(readUnits(page, flat), expectedUnits(declared, { showsHidden, view: flat }));
    }),
    { numRuns: 100 },
  );
});

test("parseHelp() gives the command's own path and text, whatever stands around them", async () => {
  await fc.assert(
    fc.asyncProperty(program, widths, async (declared, width) => {
      const page = parse(await print(declared, width));
      const isListed = declared.commands.length > 0;
      if (declared.path.length > 0 || declared.usage !== undefined || isListed) {
        assert.deepEqual(page.usageWords, ["tool", ...declared.path]);
        const byDefault = declared.hasDefault && declared.usage === undefined ? "the default" : undefined;
        assert.equal(page.about, declared.path.length === 0 ? byDefault : `about ${declared.path.at(-1) ?? ""}`);
      }
    }),
    { numRuns: 100 },
  );
});
