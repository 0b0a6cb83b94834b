/** What a docstring says, in Markdown. */
export interface DocComment {
  /** What stands before the first tag. */
  readonly text: string;
  /** `@param`, by name. */
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  /** `@returns`, `@throws`, `@deprecated`, `@default` and `@see`, as they stand. */
  readonly notes: readonly { readonly tag: NoteTag; readonly text: string }[];
  /** `@example`: text with a fenced block of TypeScript. */
  readonly examples: readonly string[];
  /** `@group`: the section of the page. */
  readonly group: string | undefined;
}

export type NoteTag = "returns" | "throws" | "deprecated" | "default" | "see";

const noteTags: ReadonlySet<string> = new Set<NoteTag>(["returns", "throws", "deprecated", "default", "see"]);
/** What follows them belongs to the text. */
const silentTags: ReadonlySet<string> = new Set(["public", "packageDocumentation", "remarks"]);

/** Reads the inside of a docstring, without its first and last star. A tag that is not known throws. */
export function parseDocComment(comment: string): DocComment {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  lines[0] = lines[0]?.trimStart() ?? "";
  const text: string[] = [];
  const tags: { readonly tag: string; readonly lines: string[] }[] = [];
  let fenced = false;
  for (const line of lines) {
    const [, tag, rest = ""] = fenced ? [] : (/^@(\w+)\s*(.*)$/.exec(line) ?? []);
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (tag === undefined) (tags.at(-1)?.lines ?? text).push(line);
    else tags.push({ tag, lines: [rest] });
  }
  const all = tags.map(({ tag, lines: own }) => ({ tag, text: own.join("\n").trim() }));
  const unknown = all.find(({ tag }) => !noteTags.has(tag) && !silentTags.has(tag) && !["param", "example", "group"].includes(tag));
  if (unknown !== undefined) throw new Error(`The docstring tag "@${unknown.tag}" has no place on the API page`);
  const silent = all.filter(({ tag }) => silentTags.has(tag)).map((each) => each.text);
  return {
    text: [text.join("\n").trim(), ...silent].filter((part) => part !== "").join("\n\n"),
    parameters: all.filter(({ tag }) => tag === "param").map((each) => parameterOf(each.text)),
    notes: all.flatMap(({ tag, text: note }) => (noteTags.has(tag) ? [{ tag: tag as NoteTag, text: note }] : [])),
    examples: all.filter(({ tag }) => tag === "example").map((each) => each.text),
    group: all.find(({ tag }) => tag === "group")?.text,
  };
}

function parameterOf(text: string): { readonly name: string; readonly text: string } {
  const [, name = "", rest = ""] = /^(\S+)(?:\s+-)?\s*([\s\S]*)$/.exec(text) ?? [];
  return { name, text: rest };
}

/** The TypeScript of the fenced blocks of an example. */
export function codeOf(example: string): readonly string[] {
  return [...example.matchAll(/^```(?:ts|typescript)\n(.*?)^```/gms)].map(([, code = ""]) => code);
}
