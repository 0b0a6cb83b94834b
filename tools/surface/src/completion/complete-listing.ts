import type { AcceptanceAnswer } from "../capture.ts";
import { flagNames, type HelpPage } from "../help-page.ts";

/** What one call of `__complete` listed. */
export interface CompleteListing {
  readonly entries: readonly { readonly name: string; readonly text: string }[];
  /** Whether the program listed all it had: it ended well and its last line, `:<directive>`, reports no error. */
  readonly isWhole: boolean;
}

/**
 * Reads the answer of a `__complete` call: lines `name<tab>text`, then `:<directive>`, whose lowest bit says that it failed. A
 * command may send its standard error after that, with a line that says the same in words.
 */
export function readListing({ exitCode, stdout }: Pick<AcceptanceAnswer, "exitCode" | "stdout">): CompleteListing {
  const lines = stdout.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("Completion ended with directive: "));
  const directive = /^:(\d{1,6})$/.exec(lines.at(-1) ?? "")?.[1];
  const isWhole = exitCode === 0 && directive !== undefined && Number(directive) % 2 === 0;
  const entries = (directive === undefined ? lines : lines.slice(0, -1)).map((line) => {
    const tab = line.indexOf("\t");
    return tab === -1 ? { name: line, text: "" } : { name: line.slice(0, tab), text: line.slice(tab + 1).trim() };
  });
  return { entries, isWhole };
}

/** A flag as it is listed: the short form stands on the line below the long one, with the same text. */
export interface ListedFlag {
  readonly long?: string;
  readonly short?: string;
  readonly text: string;
}

/** The flags of a listing. */
export function listedFlags({ entries }: CompleteListing): readonly ListedFlag[] {
  const flags: ListedFlag[] = [];
  for (const { name, text } of entries) {
    const last = flags.at(-1);
    if (/^--[^\s=-][^\s=]*=?$/.test(name)) flags.push({ long: name.replace(/=$/, ""), text });
    else if (!/^-[^\s-]$/.test(name)) continue;
    else if (last !== undefined && last.long !== undefined && last.short === undefined && last.text === text)
      flags[flags.length - 1] = { ...last, short: name };
    else flags.push({ short: name, text });
  }
  return flags;
}

/** Programs require few flags: a longer list is another one. */
const MAX_REQUIRED = 8;

/**
 * The required flags, where the program listed nothing else: it does so until they are given, and `--help` is never one. The
 * command's help shows them, and others beside them that were not listed; anything else is the list of a program that hides
 * `--help`, and gives none.
 */
export function requiredFlags(listing: CompleteListing, page: Pick<HelpPage, "flags">): readonly string[] {
  const flags = listedFlags(listing);
  const listed = new Set(flags.flatMap(flagNames));
  const isShort = !listed.has("--help") && page.flags.some((flag) => !flagNames(flag).some((name) => listed.has(name)));
  const shown = new Set(page.flags.map(({ long }) => long));
  const required = flags.flatMap(({ long }) => (long !== undefined && shown.has(long) ? [long] : []));
  return isShort && required.length <= MAX_REQUIRED ? required : [];
}
