import { isDeepStrictEqual } from "node:util";
import { flagKey } from "../../src/flag-identity.ts";
import { flagNames, type HelpPage } from "../../src/help-page.ts";
import { isCommandName } from "../../src/parsers/command-name.ts";
import type { HelpParser } from "../../src/parsers/help-parser.ts";

/** What every parser must give for any clean text, but for the time that it takes; `undefined` when all of it holds. */
export function findFault(parser: HelpParser, text: string, checksAgain: boolean): string | undefined {
  let page: HelpPage;
  try {
    page = parser.parseHelp(text);
  } catch (error) {
    return `it throws ${String(error)}`;
  }
  if (!(page.confidence >= 0 && page.confidence <= 1)) return `its confidence is ${String(page.confidence)}`;
  return (
    faultOfUnits(page, text) ?? (checksAgain && !isDeepStrictEqual(parser.parseHelp(text), page) ? "it differs the second time" : undefined)
  );
}

function faultOfUnits({ flags, commands, args }: HelpPage, text: string): string | undefined {
  for (const flag of flags) {
    if (!/^--?[^\s-]/.test(flagKey(flag))) return `a flag has the key ${JSON.stringify(flagKey(flag))}`;
    const invented = flagNames(flag).find((name) => !text.includes(name.replace(/^--?/, "")) && !isBroken(name, text));
    if (invented !== undefined) return `the flag ${JSON.stringify(invented)} is invented`;
  }
  for (const { name, aliases, path } of commands) {
    const wrong = [name, ...aliases, ...(path ?? [])].find((word) => !isCommandName(word) || !text.includes(word));
    if (wrong !== undefined) return `the command ${JSON.stringify(wrong)} is none or invented`;
  }
  const bare = args.length === 0 ? "" : withoutBrackets(text);
  const isShown = (name: string): boolean => name.split("|").every((form) => bare.includes(withoutBrackets(form)));
  const arg = args.find(({ name }) => name.trim() === "" || !isShown(name));
  return arg === undefined ? undefined : `the arg ${JSON.stringify(arg.name)} is none or invented`;
}

/** Whether the page breaks a name at the edge of a column: the rest of it then begins a line below. */
function isBroken(name: string, text: string): boolean {
  const starts = text.split("\n").map((line) => line.trimStart());
  return Array.from(name.slice(1), (_, index) => index + 1).some(
    (at) => text.includes(name.slice(0, at)) && starts.some((line) => line.startsWith(name.slice(at))),
  );
}

/**
 * An arg may be named by several placeholders, `<commit>@<id>`, and by its forms, `{<number> | <url>}`; a usage is wrapped
 * anywhere, also between the dots that mark a repetition.
 */
function withoutBrackets(text: string): string {
  return text.replaceAll(/[\s<>[\](){}.]+/g, "");
}
