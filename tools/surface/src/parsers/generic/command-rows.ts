import { omitAbsent } from "@lockstep/kernel";
import type { ArgShape, CommandRow } from "../../help-page.ts";
import { commandNamesOf, isCommandName } from "../command-name.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import { isPresent, lastOfEach } from "../merge-units.ts";
import { rowsOf, smallestIndent, indentOf } from "../sections.ts";
import type { HelpBlock } from "./help-blocks.ts";

/**
 * The commands below headings that speak of commands: rows with a description behind two spaces, and below a heading of that
 * word alone also rows without one, and names in a list, `access, add, audit`.
 */
export function readCommandRows(blocks: readonly HelpBlock[]): readonly CommandRow[] {
  const rows = blocks.filter(({ kind }) => kind === "commands").flatMap((block) => nameList(block) ?? commandsOf(block));
  return lastOfEach(rows, ({ name }) => name);
}

function commandsOf({ lines, isPlain }: HelpBlock): readonly CommandRow[] {
  const indented = lines.filter((line) => /^\s/.test(line));
  const least = smallestIndent(indented);
  return rowsOf(indented, (line) => indentOf(line) === least)
    .filter(({ text }) => text !== "" || isPlain)
    .map(({ head, text }) => {
      const [name, ...others] = commandNamesOf(withoutArgs(head).replace(/:$/, "")) ?? [];
      // A word with a capital letter begins a sentence.
      if (name === undefined || !/^[a-z0-9_]/.test(name)) return undefined;
      return omitAbsent({ name, aliases: [...new Set(others)].filter((alias) => alias !== name), about: flowParagraphs(text)[0] });
    })
    .filter(isPresent);
}

/** The head up to the first arg, which is in capitals or brackets. */
function withoutArgs(head: string): string {
  const tokens = head.split(" ");
  const end = tokens.findIndex((token, index) => index > 0 && /^(?:[A-Z][A-Z0-9_|-]*(?:\.{3})?$|[<[(])/.test(token));
  return tokens.slice(0, end === -1 ? tokens.length : end).join(" ");
}

/** Fewer may be words of a sentence. */
const MIN_NAMES = 3;

function nameList({ lines, isPlain }: HelpBlock): readonly CommandRow[] | undefined {
  if (!isPlain) return undefined;
  const paragraph = lines.slice(lines.findIndex((line) => line !== ""));
  const end = paragraph.indexOf("");
  const text = paragraph.slice(0, end === -1 ? paragraph.length : end).join(" ");
  const names = text.split(",").map((name) => name.trim());
  if (names.length < MIN_NAMES || !names.every((name) => isCommandName(name) && /^[a-z0-9_]/.test(name))) return undefined;
  return names.map((name) => ({ name, aliases: [] }));
}

/** The args that have a row below a heading of that word. */
export function readArgRows(blocks: readonly HelpBlock[]): readonly ArgShape[] {
  const rows = blocks
    .filter(({ kind, isPlain }) => kind === "args" && isPlain)
    .flatMap(({ lines }) => {
      const least = smallestIndent(lines);
      return rowsOf(lines, (line) => indentOf(line) === least);
    })
    .filter(({ text }) => text !== "")
    .map(({ head, text }) => argOf(head, flowParagraphs(text)[0]))
    .filter(isPresent);
  return lastOfEach(rows, ({ name }) => name);
}

function argOf(head: string, description: string | undefined): ArgShape | undefined {
  const match = /^([<[]?)([A-Za-z_][\w.:/|-]*?)(\.{3})?[>\]]?(\.{3})?$/.exec(head);
  if (match?.[2] === undefined) return undefined;
  return omitAbsent({
    name: match[2],
    required: match[1] === "<",
    variadic: (match[3] ?? match[4]) !== undefined,
    note: description,
    description,
  });
}
