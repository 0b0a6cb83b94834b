import { omitAbsent } from "@lockstep/kernel";
import type { ArgShape } from "../help-page.ts";
import { nameFlag } from "../parsers/flag-names.ts";
import { saysRepeatable } from "../parsers/repeatable-prose.ts";
import type { DeclaredOption } from "./declared-surface.ts";
import { choicesOf, scalarText, textOf, truthOf, type MethodCall, type Value } from "./values.ts";

/** What is known of an option of commander beside its flags. */
export interface OptionFacts {
  readonly description: string | undefined;
  readonly default: Value | undefined;
  /** The methods that were called on it. */
  readonly calls: readonly MethodCall[];
  readonly isConditional: boolean;
}

/** Reads `-f, --flag <value...>` as commander does; `undefined` when it names no flag. */
export function commanderOption(
  flags: string,
  { description, default: value, calls, isConditional }: OptionFacts,
): DeclaredOption | undefined {
  const words = flags.split(/[ |,]+/);
  const names = words.filter((word) => /^--?[^\s<[-][^\s<[]*$/.test(word));
  if (names.length === 0 || words[0]?.startsWith("-") !== true) return undefined;
  const placeholder = /(?:<([^<>]+)>|\[([^[\]]+)\])/.exec(flags);
  const inner = placeholder?.[1] ?? placeholder?.[2];
  const isVariadic = inner?.endsWith("...") === true;
  const given = (name: string): readonly MethodCall[] => calls.filter((call) => call.name === name);
  const hiding = given("hideHelp").map(({ args, isConditional: inBranch }) =>
    inBranch ? undefined : args.length === 0 || truthOf(args[0]),
  );
  const shown = given("default").at(-1)?.args ?? [value];
  return omitAbsent({
    ...nameFlag(names, []),
    takes_value: inner !== undefined,
    value_name: inner?.replace(/\.\.\.$/, ""),
    repeatable: isVariadic || (inner !== undefined && saysRepeatable(description)) ? true : undefined,
    description,
    default: textOf(shown[1]) ?? scalarText(shown[0]),
    possible_values: choicesOf(given("choices").at(-1)?.args[0]),
    env: textOf(given("env").at(-1)?.args[0]),
    optional_value: placeholder?.[2] === undefined ? undefined : true,
    deprecated: /^\W{0,2}deprecated\b|\(deprecated\b/i.test(description ?? "") ? true : undefined,
    hidden: hiding.at(-1) === true ? true : undefined,
    may_be_hidden: hiding.length > 0 && hiding.at(-1) === undefined ? true : undefined,
    conditional: isConditional ? true : undefined,
  });
}

/** Reads `<name>`, `[name]` or `[name...]`, and a bare word as commander takes it; `undefined` for anything else. */
export function argumentOf(spelled: string): ArgShape | undefined {
  const inner = spelled.replaceAll(/[<>[\]]/g, "");
  // yargs lets an argument have several names.
  const name = inner.replace(/\.+$/, "").split("|", 1)[0] ?? "";
  if (!/^[\w@][\w@.:/-]*$/.test(name)) return undefined;
  return { name, required: !spelled.startsWith("["), variadic: /\.{2,3}$/.test(inner) };
}

/** The arguments of `name <a> [b...]`, behind its first word. */
export function argumentsOf(words: readonly string[]): readonly ArgShape[] {
  return words.flatMap((word) => argumentOf(word) ?? []);
}
