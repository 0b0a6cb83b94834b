import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { cleanText } from "../../clean-text.ts";
import type { HelpPage } from "../../help-page.ts";
import { argparseParser } from "./argparse-parser.ts";

/** A parser made with argparse itself: what it declares says what its help shows. */
interface Declared {
  readonly prog: readonly string[];
  readonly flags: readonly {
    readonly names: readonly string[];
    readonly takes_value: boolean;
    readonly default?: string;
    readonly negatable?: boolean;
    readonly choices?: readonly string[];
    readonly optional?: boolean;
    readonly variadic?: boolean;
    readonly value_names?: readonly string[];
  }[];
  readonly args: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly variadic: boolean;
    readonly choices: readonly string[] | null;
  }[];
  readonly commands: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** At 60, 80, 120 and 400 columns. */
  readonly helps: readonly string[];
}

/** One process makes them all; another seed makes others. */
const declared = JSON.parse(
  execFileSync("python3", [join(import.meta.dirname, "random-parsers.py"), process.env["ARGPARSE_SEED"] ?? "20", "1500"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  }),
) as readonly Declared[];

const parse = (text: string): HelpPage => argparseParser.parseHelp(cleanText(text));
const byName = <Unit extends { readonly name: string }>(units: readonly Unit[]): readonly Unit[] =>
  units.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The declarations in the words of a help page. */
function expectedUnits({ flags, args, commands, prog }: Declared): unknown {
  return {
    words: prog,
    flags: flags
      .map((flag) => {
        const long = flag.names.find((name) => name.startsWith("--"));
        const short = flag.names.find((name) => !name.startsWith("--"));
        return {
          name: long ?? short ?? "",
          short,
          aliases: flag.names.filter((name) => name !== long && name !== short),
          takes_value: flag.takes_value,
          value_name: flag.value_names?.[0],
          value_names: flag.value_names !== undefined && flag.value_names.length > 1 ? flag.value_names : undefined,
          optional_value: flag.optional === true ? true : undefined,
          variadic: flag.variadic === true ? true : undefined,
          possible_values: flag.choices,
          default: flag.default,
          negatable: flag.negatable,
        };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    args: byName(
      args.map(({ name, required, variadic, choices }) => ({ name, required, variadic, possible_values: choices ?? undefined })),
    ),
    commands: byName(commands.flatMap(({ name, aliases }) => [{ name, aliases }])),
  };
}

/** The same fields of what was read; `--help` is argparse's own. */
function readUnits({ flags, args, commands, usageWords }: HelpPage): unknown {
  return {
    words: usageWords,
    flags: flags
      .filter(({ long }) => long !== "--help")
      .map((flag) => ({
        name: flag.long ?? flag.short ?? "",
        short: flag.short,
        aliases: flag.aliases ?? [],
        takes_value: flag.takes_value,
        value_name: flag.value_name,
        value_names: flag.value_names,
        optional_value: flag.optional_value,
        variadic: flag.variadic,
        possible_values: flag.possible_values,
        default: flag.default,
        negatable: flag.negatable,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    args: byName(args.map(({ name, required, variadic, possible_values }) => ({ name, required, variadic, possible_values }))),
    commands: byName(commands.map(({ name, aliases }) => ({ name, aliases }))),
  };
}

test("parseHelp() gives what parsers of argparse declare, at any width", () => {
  assert.equal(declared.length, 1500);
  for (const each of declared) for (const help of each.helps) assert.deepEqual(readUnits(parse(help)), expectedUnits(each), help);
});

test("parseHelp() of argparse gives the same for any width of the terminal, for CRLF and for colours", () => {
  for (const { helps } of declared.slice(0, 300)) {
    const [first = "", ...others] = helps;
    const expected = parse(first);
    assert.equal(expected.confidence, 1);
    for (const help of others) assert.deepEqual(parse(help), expected);
    assert.deepEqual(parse(first.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(first.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
  }
});
