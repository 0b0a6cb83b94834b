/** One piece of a usage line, in its order. */
export type UsageItem =
  | { readonly type: "flag"; readonly spelling: string }
  /** `<X>`, or a bare word, with what stands in the brackets. */
  | { readonly type: "value"; readonly name: string }
  /** `|`. */
  | { readonly type: "bar" }
  /** `[OPTIONS]`. */
  | { readonly type: "options" }
  /** `[…]`, which may be left out, or `(…)`, `{…}` or `<--a|--b>`, which may not. */
  | { readonly type: "group"; readonly isOptional: boolean; readonly items: readonly UsageItem[] };

const closers: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}", "<": ">" };

/** Brackets below that many others are no piece of a usage. */
const MAX_DEPTH = 20;

/**
 * Cuts what a usage line says of a command: what stands behind the last word of its path, up to `--`. Flags of the commands above stand
 * before it. `undefined` where the line does not name the command.
 */
export function readUsageItems(path: readonly string[], line: string): readonly UsageItem[] | undefined {
  const start = endOfPath(path, line);
  return start === undefined ? undefined : new UsageScanner(line, start).read("", 0);
}

/** Where the last word of a path ends; the program, which is the first word, for the root. */
function endOfPath(path: readonly string[], line: string): number | undefined {
  let [matched, depth] = [-1, 0];
  for (const { 0: word, index } of line.matchAll(/\S+/g)) {
    if (depth === 0 && (matched === -1 || word.split("|").includes(path[matched] ?? ""))) matched += 1;
    if (matched === path.length) return index + word.length;
    depth += (word.match(/[[(<{]/g)?.length ?? 0) - (word.match(/[\])>}]/g)?.length ?? 0);
  }
  return undefined;
}

class UsageScanner {
  readonly #line: string;
  #at: number;

  constructor(line: string, start: number) {
    this.#line = line;
    this.#at = start;
  }

  /** Reads up to a closing bracket, or to the end. */
  read(closer: string, depth: number): readonly UsageItem[] {
    const items: UsageItem[] = [];
    while (this.#at < this.#line.length) {
      const sign = this.#line.charAt(this.#at);
      if (sign === closer || (closer === "" && this.#peek(/--(?=\s|$)/y) !== undefined)) break;
      const flag = this.#cut(/--?[A-Za-z0-9?][\w.-]*/y);
      if (flag !== undefined) items.push({ type: "flag", spelling: flag });
      else if (this.#cut(/\[(?:[\w-]+ )*(?:options?|flags?)\]/iy) !== undefined) items.push({ type: "options" });
      else {
        const value = this.#cut(/<[^\s<>|-][^<>]*>|[^\s|[\](){}<>=.,][^\s|[\](){}<>=]*/y);
        if (value === undefined) this.#sign(sign, depth, items);
        else items.push({ type: "value", name: value.replace(/^<(.*)>$/, "$1").replace(/\.{3}$/, "") });
      }
    }
    return items;
  }

  #sign(sign: string, depth: number, items: UsageItem[]): void {
    this.#at += 1;
    if (sign === "|") items.push({ type: "bar" });
    else if (closers[sign] !== undefined && depth < MAX_DEPTH) items.push(this.#group(sign, depth));
  }

  #group(opener: string, depth: number): UsageItem {
    const items = this.read(closers[opener] ?? "", depth + 1);
    this.#at += 1;
    return { type: "group", isOptional: opener === "[", items };
  }

  #peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#line)?.[0];
  }

  #cut(pattern: RegExp): string | undefined {
    const found = this.#peek(pattern);
    this.#at += found?.length ?? 0;
    return found;
  }
}
