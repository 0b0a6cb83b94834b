import { flowParagraphs } from "../flow-paragraphs.ts";
import { closingBrackets } from "../placeholder.ts";

/** What a description holds beside prose. */
export interface AnnotatedText {
  readonly description?: string;
  readonly default?: string;
  readonly env?: string;
  readonly possibleValues?: readonly string[];
}

/**
 * Reads and removes the notes that oclif puts around a description: `(a|b)` of an argument and `[default: x, env: X]` before
 * it, `<options: a|b>` below it. `(required)` stays: a snapshot has no other place for it.
 */
export function readAnnotations(text: string): AnnotatedText {
  const optionsAt = text.endsWith(">") ? text.lastIndexOf("<options:") : -1;
  const options = optionsAt === -1 ? undefined : unbroken(text.slice(optionsAt + "<options:".length, -1)).trim();
  const above = optionsAt === -1 ? text : text.slice(0, optionsAt);
  const group = unbroken(/^\([^()]*\|[^()]*\)/.exec(above)?.[0] ?? "");
  const choices = /^\(([^\s|]+(?:\|[^\s|]+)+)\)$/.exec(group)?.[1];
  let prose = flowParagraphs(choices === undefined ? above : above.slice(above.indexOf(")") + 1)).join("\n\n");
  const required = /^\(required\)(?:\s+|$)/.exec(prose)?.[0] ?? "";
  prose = prose.slice(required.length);
  const note = metadataOf(prose);
  if (note !== undefined) prose = prose.slice(note.end).trimStart();
  const values = (options ?? choices)?.split("|").filter((value) => value !== "");
  return {
    ...(required + prose === "" ? {} : { description: `${required}${prose}`.trimEnd() }),
    ...(note?.default === undefined ? {} : { default: note.default }),
    ...(note?.env === undefined ? {} : { env: note.env }),
    ...(values === undefined || values.length === 0 ? {} : { possibleValues: values }),
  };
}

/** A word that is longer than a line is cut wherever the line ends. */
function unbroken(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("");
}

interface Metadata {
  readonly default?: string;
  readonly env?: string;
  readonly end: number;
}

/** The note `[default: x, env: X]` that a text begins with; the value may hold brackets, commas and spaces. */
function metadataOf(text: string): Metadata | undefined {
  const match = /^\[(?:default|env): /.exec(text);
  const close = match === null ? undefined : (closingBrackets(text).get(0) ?? text.indexOf("]"));
  if (close === undefined || close === -1) return undefined;
  const content = text.slice(1, close);
  const envAt = content.startsWith("env: ") ? 0 : content.lastIndexOf(", env: ");
  const env = /^(?:, )?env: ([\w ]+)$/.exec(envAt === -1 ? "" : content.slice(envAt))?.[1]?.replaceAll(" ", "");
  const before = env === undefined ? content : content.slice(0, envAt);
  return {
    ...(before.startsWith("default: ") ? { default: before.slice("default: ".length) } : {}),
    ...(env === undefined ? {} : { env }),
    end: close + 1,
  };
}
