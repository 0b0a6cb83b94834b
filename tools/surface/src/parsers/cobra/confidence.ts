import type { HelpPage } from "../../help-page.ts";
import type { CobraTemplate } from "./template.ts";

/**
 * How surely a text is help of cobra. Its footers and `Available Commands:` are its own; the shape of its usage, alone on the
 * line below `Usage:` at two columns, is shared by some that are written by hand.
 */
export function confidenceOf(
  text: string,
  { usage, sections }: CobraTemplate,
  { commands, flags }: Pick<HelpPage, "commands" | "flags">,
): number {
  const titles = sections.map(({ title }) => title);
  const hasFooter =
    /^[ \t]*(?:Use|Run) ["'][^"'\n]{1,200} --help["'] for more information (?:about|on) a (?:given )?command\.?$/m.test(text) ||
    /^Use "[^"\n]{1,200} options" for a list of global command-line options/m.test(text);
  const hasOwnHelpRow = flags.some(({ long, description }) => long === "--help" && /^help for \S+$/.test(description ?? ""));
  if (usage.length === 0) return hasFooter && (commands.length > 0 || flags.length > 0) ? 0.9 : 0;
  if (hasFooter || hasOwnHelpRow || titles.some((title) => /^(?:available commands|additional help topics)$/i.test(title))) return 1;
  if (titles.some((title) => /^(?:global|inherited) flags$/i.test(title))) return 0.9;
  if (usage.some((line) => line.endsWith(" [flags]")) || /^Use "[^"\n]{1,200}" /m.test(text)) return 0.8;
  const standsBelow = /^usage:?\n {2}[^\s$-]\S*/im.test(text);
  return standsBelow ? 0.3 : /^Usage: {2}\S/m.test(text) ? 0.3 : 0;
}
