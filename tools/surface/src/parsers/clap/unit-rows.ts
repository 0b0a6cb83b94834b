import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type ArgShape, type CommandRow, type FlagShape } from "../../help-page.ts";
import type { Row } from "../sections.ts";
import { readAnnotations } from "./annotations.ts";

/** Reads one row of a flag section: `-c, --config <key=value>`, `--color[=<WHEN>]`, `-v...`; `undefined` when it is no flag. */
export function flagOfRow({ head, text }: Row): FlagShape | undefined {
  const { names, value } = cutNames(head);
  if (names.length === 0) return undefined;
  const negatable = names.some((name) => name.startsWith("--[no-]"));
  const plain = names.map((name) => name.replace("--[no-]", "--"));
  const opposite = plain.filter((name) => name.startsWith("--no-") && plain.includes(`--${name.slice(5)}`));
  const notes = readAnnotations(text);
  const all = [
    ...plain.filter((name) => !opposite.includes(name)),
    ...notes.aliases.map((alias) => (alias.startsWith("-") ? alias : `--${alias}`)),
    ...notes.shortAliases.map((alias) => (alias.startsWith("-") ? alias : `-${alias}`)),
  ];
  const long = all.find((name) => name.startsWith("--"));
  const short = plain.find((name) => !name.startsWith("--"));
  const aliases = [...new Set(all)].filter((name) => name !== long && name !== short);
  const valueNames = placeholders(value);
  return omitAbsent({
    long,
    short,
    takes_value: valueNames.length > 0,
    value_name: valueNames[0],
    repeatable: value.includes("...") ? true : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
    env: notes.env,
    deprecated: saysDeprecated(notes.description) ? true : undefined,
    optional_value: valueNames.length > 0 && /^\s*\[/.test(value) ? true : undefined,
    value_names: valueNames.length > 1 ? valueNames : undefined,
    negatable: negatable || opposite.length > 0 ? true : undefined,
  });
}

/** Cuts the head of a flag row into its spellings and what follows them. */
function cutNames(head: string): { readonly names: readonly string[]; readonly value: string } {
  const names: string[] = [];
  let rest = head;
  for (;;) {
    const name = /^(?:--\[no-\][^\s,=[<.|]+|--?[^\s,=[<.|-][^\s,=[<.|]*(?:\.[^\s,=[<.|]+)*)/.exec(rest)?.[0];
    if (name === undefined) return { names, value: rest };
    names.push(name);
    rest = rest.slice(name.length);
    const separator = /^(?:,\s*|\s*\|\s*|\s+)(?=--?[^\s-])/.exec(rest)?.[0];
    if (separator === undefined) return { names, value: rest };
    rest = rest.slice(separator.length);
  }
}

/** The names of the values that the text after a flag's spellings asks for. */
function placeholders(text: string): readonly string[] {
  const marked = [...text.matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? "");
  if (marked.length > 0) return marked.map((name) => name.replace(/\.\.\.$/, "")).filter((name) => name !== "");
  const optional = /^\s*\[=?([^[\]]+)\]/.exec(text)?.[1];
  const bare = optional ?? /^[\s=]([^\s[\]]+)$/.exec(text.replace(/\.\.\.$/, ""))?.[1];
  const name = bare?.replace(/\.\.\.$/, "").trim();
  return name === undefined || name === "" ? [] : [name];
}

/** Reads one row of an argument section: `<NAME>`, `[NAME]...`, `[<NAME>...]`; `undefined` when it is none. */
export function argOfRow({ head, text }: Row): ArgShape | undefined {
  const match = /^(<[^<>]+>|\[[^[\]]+\]|\w[\w.-]*)(\.\.\.)?/.exec(head);
  const shown = match?.[1];
  if (shown === undefined || (!/^[<[]/.test(shown) && head !== match?.[0])) return undefined;
  const name = shown.replaceAll(/[<>[\]]|\.\.\.$/g, "").trim();
  if (name === "") return undefined;
  const notes = readAnnotations(text);
  return omitAbsent({
    name,
    required: shown.startsWith("<"),
    variadic: match?.[2] !== undefined || shown.includes("..."),
    note: notes.description,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
  });
}

/** Reads one row of a command section: `name`, `name, alias`, `name|alias`; `undefined` when it is prose. */
export function commandOfRow({ head, text }: Row): CommandRow | undefined {
  const spelled = /^([^\s,|]+(?:(?:,\s*|\|)[^\s,|<[]+)*)(?:\s+[<[].*)?$/.exec(head)?.[1];
  const [name, ...others] = spelled?.split(/,\s*|\|/) ?? [];
  if (name === undefined || ![name, ...others].every(isCommandName)) return undefined;
  const notes = readAnnotations(text);
  const aliases = [...others, ...notes.aliases].filter((alias) => alias !== name && isCommandName(alias));
  const about = notes.description?.replaceAll(/\s*\n\s*/g, " ");
  return omitAbsent({ name, aliases: [...new Set(aliases)], about });
}

/** Whether a word can name a command. Such a word is also safe as an argument and as a folder's name. */
export function isCommandName(word: string): boolean {
  return /^[A-Za-z0-9_][\w.:+@-]*$/.test(word);
}
