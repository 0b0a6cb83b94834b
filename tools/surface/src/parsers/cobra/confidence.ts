import type { HelpPage } from "../../help-page.ts";
import type { CobraTemplate } from "./template.ts";

/**
 * How surely a text is help of cobra. Its footers, `Available Commands:` and the rows of pflag are its own; the shape of its usage,
 * alone on the line below `Usage:` at two columns, is shared by some that are written by hand.
 */
export function confidenceOf(
  text: string,
  { usage, sections }: CobraTemplate,
  { commands, flags }: Pick<HelpPage, "commands" | "flags">,
): number {
  const hasUnits = commands.length > 0 || flags.length > 0;
  const hasFooter = FOOTERS.some((footer) => footer.test(text));
  if (usage.length === 0) return hasFooter && hasUnits ? 0.9 : 0;
  // oclif sets a prompt before its usage.
  if (usage[0]?.startsWith("$ ") === true) return 0;
  const titles = sections.map(({ title }) => title);
  const hasOwnHelpRow = flags.some(({ long, description }) => long === "--help" && /^help for \S+$/.test(description ?? ""));
  if (hasFooter || hasOwnHelpRow || titles.some((title) => /^(?:available commands|additional help topics)$/i.test(title))) return 1;
  if (titles.some((title) => /^(?:global|inherited) flags$/i.test(title))) return 0.9;
  // `Use "tool help flags" for …`: only a program that names itself.
  const named = /^Use "(\S+) [^"\n]{1,200}" for /m.exec(text)?.[1];
  if (usage.some((line) => line.endsWith(" [flags]") || (named !== undefined && line.startsWith(`${named} `)))) return 0.8;
  if (!/^usage:?\n {2}[^\s$-]\S*|^Usage: {2}\S/im.test(text)) return 0;
  return PFLAG_ROW.test(text) ? 0.8 : 0.3;
}

const FOOTERS = [
  /^[ \t]*(?:Use|Run) ["'][^"'\n]{1,200} --help["'] for more information (?:about|on) a (?:given )?command\.?$/m,
  /^Use "[^"\n]{1,200} options" for a list of global command-line options/m,
];

/** The row of a flag with a type of Go's for its value, or with a default behind the text as Go prints it. */
const PFLAG_ROW =
  /^ {2}(?:-\w, | {4})--[\w-]+(?: (?:strings?|u?ints?|u?int(?:32|64)|float(?:32|64)?|duration|count|list|map|bytes|filter|\w+(?:Slice|Array)|stringTo\w+) {3}\S| {3}.{0,400} \(default (?:true|-?\d+|"[^"\n]*"|\[[^\]\n]*\])\)$)/m;
