import assert from "node:assert/strict";
import { test } from "node:test";
import { Argument, Command, Option } from "commander";
import fc from "fast-check";
import { cleanText } from "../../clean-text.ts";
import type { HelpPage } from "../../help-page.ts";
import { commanderParser } from "./commander-parser.ts";

/** Programs made with commander itself: their declarations say what its help shows. */
interface Program {
  readonly about: string;
  readonly options: readonly {
    readonly flags: string;
    readonly about: string;
    readonly choices: readonly string[] | undefined;
    readonly value: string | undefined;
    readonly env: string | undefined;
  }[];
  readonly args: readonly { readonly spelled: string; readonly about: string }[];
  readonly commands: readonly { readonly spelled: string; readonly alias: string | undefined; readonly about: string }[];
  readonly group: string | undefined;
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
  "commands:",
  "stop.",
];
const line = fc
  .array(fc.constantFrom(...words, "a-very-long-word-that-is-never-broken"), { minLength: 1, maxLength: 25 })
  .map((all) => all.join(" "));
// Where a text has line feeds of its own, commander may write it as it is, at the indent of the rows. A line of it that looks
// like a row in every respect is one for the parser too, as is a line with a colon above indented ones a heading.
const proseWith = (...gaps: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: line },
    fc.tuple(line, fc.constantFrom(...gaps), line).map(([first, gap, second]) => `${first}${gap}see also ${second}`),
  );
const prose = proseWith("\n", "\n\n", "\n  ", "\n\n  # ");
const option = fc.record({
  name: fc.constantFrom("mode", "mode-x", "modeName", "mode_x"),
  isNegation: fc.boolean(),
  hasShort: fc.boolean(),
  separator: fc.constantFrom(", ", " ", "|"),
  placeholder: fc.constantFrom("", "<v>", "[v]", "<v...>", "[v...]", "<a|b>", "<date format>"),
  about: prose,
  choices: fc.option(fc.constant(["a", "b c", 'd"e']), { nil: undefined }),
  value: fc.option(fc.constantFrom("x", "y (z)", 'q"r'), { nil: undefined }),
  hasEnv: fc.boolean(),
});
const program: fc.Arbitrary<Program> = fc.record({
  about: proseWith("\n", "\n\n"),
  options: fc.array(option, { maxLength: 6 }).map((all) =>
    all.map(({ name, isNegation, hasShort, separator, placeholder, about, choices, value, hasEnv }, index) => {
      const long = `--${isNegation && placeholder === "" ? "no-" : ""}f${String(index)}-${name}`;
      const names = hasShort ? [`-${"abcdef"[index] ?? ""}`, long] : [long];
      const takesValue = placeholder !== "";
      return {
        flags: [names.join(separator), ...(takesValue ? [placeholder] : [])].join(" "),
        about,
        choices: takesValue ? choices : undefined,
        value: takesValue ? value : undefined,
        env: hasEnv ? `TOOL_${String(index)}` : undefined,
      };
    }),
  ),
  args: fc
    .tuple(fc.array(fc.tuple(fc.constantFrom("<N>", "[N]"), fc.oneof(fc.constant(""), prose)), { maxLength: 3 }), fc.boolean())
    .map(([all, isVariadic]) => {
      // commander wants the required ones first and lets only the last one be variadic.
      const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return sorted.map(([spelled, about], index) => {
        const name = `n${String(index)}${isVariadic && index === sorted.length - 1 ? "..." : ""}`;
        return { spelled: spelled.replace("N", name), about };
      });
    }),
  commands: fc
    .array(
      fc.record({
        suffix: fc.constantFrom("", "-x", ":y"),
        args: fc.constantFrom("", " <a>", " [b...]", " <a> [b]"),
        hasAlias: fc.boolean(),
        about: fc.oneof(fc.constant(""), prose),
      }),
      { maxLength: 5 },
    )
    .map((all) =>
      all.map(({ suffix, args, hasAlias, about }, index) => ({
        spelled: `c${String(index)}${suffix}${args}`,
        alias: hasAlias ? `al${String(index)}` : undefined,
        about,
      })),
    ),
  group: fc.constantFrom(undefined, "Management Commands:"),
});

function print(declared: Program, width: number, style: (text: string) => string = (text) => text): string {
  const tool = new Command("tool").description(declared.about);
  for (const { flags, about, choices, value, env } of declared.options) {
    const made = new Option(flags, about);
    if (choices !== undefined) made.choices(choices);
    if (value !== undefined) made.default(value);
    if (env !== undefined) made.env(env);
    tool.addOption(made);
  }
  for (const { spelled, about } of declared.args) tool.addArgument(new Argument(spelled, about));
  for (const { spelled, alias, about } of declared.commands) {
    const made = tool.command(spelled).description(about);
    if (alias !== undefined) made.alias(alias);
    if (declared.group !== undefined) made.helpGroup(declared.group);
  }
  tool.configureHelp({ helpWidth: width, styleTitle: style, styleCommandText: style, styleOptionTerm: style, styleDescriptionText: style });
  tool.configureOutput({ getOutHasColors: () => true });
  return tool.helpInformation();
}

const parse = (text: string): HelpPage => commanderParser.parseHelp(cleanText(text));

/** What the declarations say, in the words of a help page. */
function expectedUnits({ options, args, commands }: Program): unknown {
  return {
    flags: options.map(({ flags, choices, value, env }) => {
      const [, short, long = "", placeholder = ""] = /^(?:(-\w)[ ,|]+)?(--[\w-]+)(?: (.+))?$/.exec(flags) ?? [];
      return {
        long,
        short,
        takes_value: placeholder !== "",
        value_name: placeholder === "" ? undefined : placeholder.slice(1, -1).replace("...", ""),
        repeatable: placeholder.includes("...") ? true : undefined,
        optional_value: placeholder.startsWith("[") ? true : undefined,
        possible_values: choices,
        default: value,
        env,
      };
    }),
    args: args.map(({ spelled }) => ({
      name: spelled.slice(1, -1).replace("...", ""),
      required: spelled.startsWith("<"),
      variadic: spelled.includes("..."),
    })),
    commands: commands.map(({ spelled, alias }) => ({ name: spelled.split(" ", 1)[0], aliases: alias === undefined ? [] : [alias] })),
  };
}

/** The same fields of what was read; `help` is commander's own. Args that have a row come first. */
function readUnits({ flags, args, commands }: HelpPage): unknown {
  return {
    flags: flags
      .filter(({ long }) => long !== "--help")
      .map(({ long, short, takes_value, value_name, repeatable, optional_value, possible_values, default: value, env }) => ({
        long,
        short,
        takes_value,
        value_name,
        repeatable,
        optional_value,
        possible_values,
        default: value,
        env,
      })),
    args: args.map(({ name, required, variadic }) => ({ name, required, variadic })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    commands: commands.filter(({ name }) => name !== "help").map(({ name, aliases }) => ({ name, aliases })),
  };
}

test("parseHelp() gives what programs of commander declare, whatever their texts are", () => {
  fc.assert(
    fc.property(program, fc.constantFrom(60, 80, 120, 400), (declared, width) => {
      assert.deepEqual(readUnits(parse(print(declared, width))), expectedUnits(declared));
    }),
    { numRuns: 1000 },
  );
});

test("parseHelp() gives the same for any width of the terminal, for CRLF and for colours", () => {
  fc.assert(
    fc.property(program, (declared) => {
      const expected = parse(print(declared, 80));
      for (const width of [60, 120, 400]) assert.deepEqual(parse(print(declared, width)), expected);
      assert.deepEqual(parse(print(declared, 80).replaceAll("\n", "\r\n")), expected);
      assert.deepEqual(parse(print(declared, 80, (text) => `\u001B[1;36m${text}\u001B[0m`)), expected);
    }),
    { numRuns: 300 },
  );
});
