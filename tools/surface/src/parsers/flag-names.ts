import { flagNames, type FlagShape } from "../help-page.ts";

/**
 * Whether a word can be the spelling of a flag: one or two dashes, a letter, a digit or one of `?@#%!`, then letters, digits and few
 * other signs; `--[no-]x` is one too. `-`, `--`, `---x` and anything with a blank, a bracket or a quote are not.
 */
export function isFlagName(word: string): boolean {
  return /^(?:--\[no-\]|--?)[\p{L}\p{N}?@#%!][\p{L}\p{M}\p{N}_:+/@.-]*$/u.test(word) && !word.endsWith(".");
}

/** What stands between two spellings; some frameworks write nothing but commas, and there a value may look like a flag. */
export type NameSeparators = "any" | "comma";

const separators: Readonly<Record<NameSeparators, RegExp>> = {
  any: /^(?:,\s*|\s*\|\s*|\s+)(?=--?[^\s-])/,
  comma: /^,\s*(?=--?[^\s-])/,
};

/**
 * Cuts the head of a flag row, `-c, --config <X>`, into its spellings and what follows them. A head with a spelling that no flag can
 * have is prose: it gives no names.
 */
export function cutFlagNames(head: string, between: NameSeparators = "any"): { readonly names: readonly string[]; readonly value: string } {
  const names: string[] = [];
  let rest = head;
  for (;;) {
    const name = /^(?:--\[no-\][^\s,=[<.|]+|--?[^\s,=[<.|-][^\s,=[<.|]*(?:\.[^\s,=[<.|]+)*)/.exec(rest)?.[0];
    if (name === undefined) return { names, value: rest };
    if (!isFlagName(name)) return { names: [], value: head };
    names.push(name);
    rest = rest.slice(name.length);
    const separator = separators[between].exec(rest)?.[0];
    if (separator === undefined) return { names, value: rest };
    rest = rest.slice(separator.length);
  }
}

/**
 * Sorts the spellings of one flag into the fields that hold them. `--[no-]x`, and `--no-x` beside `--x`, are one flag that can
 * be negated.
 * @param further spellings that only the description names; they are aliases where the head has a long or short form
 */
export function nameFlag(
  names: readonly string[],
  further: readonly string[],
): Pick<FlagShape, "long" | "short" | "negatable"> & { readonly aliases: readonly string[] | undefined } {
  const plain = names.map((name) => name.replace("--[no-]", "--"));
  const opposite = plain.filter((name) => name.startsWith("--no-") && plain.includes(`--${name.slice(5)}`));
  const all = [...plain.filter((name) => !opposite.includes(name)), ...further];
  const long = all.find((name) => name.startsWith("--"));
  const short = plain.find((name) => !name.startsWith("--"));
  const aliases = [...new Set(all)].filter((name) => name !== long && name !== short);
  return {
    ...(long === undefined ? {} : { long }),
    ...(short === undefined ? {} : { short }),
    aliases: aliases.length > 0 ? aliases : undefined,
    ...(names.some((name) => name.startsWith("--[no-]")) || opposite.length > 0 ? { negatable: true } : {}),
  };
}

/** `--no-x` is a flag of its own; beside a flag `--x` it is also said that this one can be negated. */
export function markNegatable(flags: readonly FlagShape[]): readonly FlagShape[] {
  const negations = new Set(flags.flatMap(flagNames).filter((name) => name.startsWith("--no-")));
  return flags.map((flag) =>
    flag.long !== undefined && negations.has(flag.long.replace("--", "--no-")) ? { ...flag, negatable: true } : flag,
  );
}
