/** The command that a usage is about, as far as its words tell. */
export type UsageSubject =
  /** The command itself, or one below it. */
  | { readonly type: "own" }
  /** A command above it: a program prints that when it does not know the command. */
  | { readonly type: "ancestor"; readonly path: readonly string[] }
  /** A command elsewhere. */
  | { readonly type: "other"; readonly path: readonly string[] }
  | { readonly type: "unknown" };

/** What the other usages of the same document say. */
export interface UsageContext {
  /** The first word of the root's usage. */
  readonly program: string;
  /** The usage of a command; `undefined` when there is no such command or its usage is not known. */
  readonly usageOf: (path: readonly string[]) => string | undefined;
}

/**
 * Says what command the usage of `path` is about. Every line of it counts: one that names the command is enough. Options
 * between the words and spellings like `remove|rm` are understood; what a placeholder may stand for, unless the line is also
 * in the usage of the command that it is about, a program of another name, and words that lead nowhere are `unknown`.
 */
export function usageSubject(path: readonly string[], usage: string, context: UsageContext): UsageSubject {
  const lines = usage.split("\n").filter((line) => line.trim() !== "");
  const subjects = lines.map((line) => lineSubject(path, line, context));
  if (subjects.some(({ type }) => type === "own")) return { type: "own" };
  const [first] = subjects;
  return first === undefined || subjects.some(({ type }) => type === "unknown") ? { type: "unknown" } : first;
}

/** Whether a line of the usage names the command itself, or one below it. */
export function usageNamesOwn(path: readonly string[], usage: string): boolean {
  return usage.split("\n").some((line) => matchOwn(path, itemsOf(line).slice(1)).matched === path.length);
}

type Item =
  | { readonly type: "word"; readonly spellings: readonly string[] }
  /** `<X>`. */
  | { readonly type: "required" }
  /** A bare word in capitals, which is a placeholder or a command. */
  | { readonly type: "capitals" }
  /** `[X]`, an option, or what is no word. */
  | { readonly type: "optional" };

function lineSubject(path: readonly string[], line: string, { program, usageOf }: UsageContext): UsageSubject {
  const [first, ...items] = itemsOf(line);
  if (first?.type !== "word" || first.spellings[0] !== program) return { type: "unknown" };
  const { matched, next } = matchOwn(path, items);
  if (matched === path.length) return { type: "own" };
  const words = items.slice(next).filter(({ type }) => type === "word");
  if (words.length === 0) {
    const ancestor = path.slice(0, matched);
    const mayStandForIt = items.some(({ type }) => type === "required" || type === "capitals");
    return mayStandForIt && !hasLine(usageOf(ancestor), line) ? { type: "unknown" } : { type: "ancestor", path: ancestor };
  }
  const named = namedPath(items);
  const namedUsage = named === undefined ? undefined : usageOf(named);
  if (named === undefined || namedUsage === undefined || named.every((word, at) => word === path[at])) return { type: "unknown" };
  const mayStandForIt = items.some(({ type }) => type === "capitals");
  return mayStandForIt && !hasLine(namedUsage, line) ? { type: "unknown" } : { type: "other", path: named };
}

/** Whether one of the lines of a usage is this one; `<X>` and `X` are the same. */
function hasLine(usage: string | undefined, line: string): boolean {
  return usage?.split("\n").some((other) => withoutAngles(other) === withoutAngles(line)) === true;
}

function withoutAngles(line: string): string {
  return line.trim().replaceAll(/<([A-Z][A-Z0-9_-]+)>/g, "$1");
}

/** How many words of the path stand in the items in order, and where the search ended: behind the last one, or at a word that is none. */
function matchOwn(path: readonly string[], items: readonly Item[]): { readonly matched: number; readonly next: number } {
  let matched = 0;
  let next = 0;
  for (const [at, item] of items.entries()) {
    if (item.type !== "word") continue;
    if (matched === path.length || !item.spellings.includes(path[matched] ?? "")) break;
    matched += 1;
    next = at + 1;
  }
  return { matched, next };
}

/** The path that the words name, when they stand together and nothing but placeholders follows. */
function namedPath(items: readonly Item[]): readonly string[] | undefined {
  const end = items.findIndex(({ type }) => type !== "word");
  const words = items.slice(0, end === -1 ? undefined : end).map((item) => (item.type === "word" ? item.spellings : []));
  const isAlone = items.slice(words.length).every(({ type }) => type !== "word");
  return isAlone && words.every(({ length }) => length === 1) ? words.flat() : undefined;
}

/** Cuts a usage line at its spaces, outside of brackets. What follows `--` is not its command's. */
function itemsOf(line: string): readonly Item[] {
  const items: Item[] = [];
  let depth = 0;
  let opening = "";
  for (const [index, token] of line.trim().split(/\s+/).entries()) {
    if (depth === 0 && token === "--") break;
    if (depth === 0) opening = token;
    depth += (token.match(/[[<({]/g)?.length ?? 0) - (token.match(/[\])}>]/g)?.length ?? 0);
    if (depth > 0) continue;
    depth = 0;
    items.push(itemOf(opening, index === 0));
  }
  return items;
}

function itemOf(token: string, isProgram: boolean): Item {
  if (isProgram) return { type: "word", spellings: [token] };
  if (/^[<({]/.test(token)) return { type: "required" };
  if (!/^[A-Za-z0-9_][\w.:+@|-]*$/.test(token)) return { type: "optional" };
  if (/^[A-Z][A-Z0-9_-]+$/.test(token)) return { type: "capitals" };
  return { type: "word", spellings: token.split("|").filter((spelling) => spelling !== "") };
}
