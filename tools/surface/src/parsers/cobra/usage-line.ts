import type { ArgShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { closingBrackets, cutOutsideBrackets } from "../placeholder.ts";

/** What usage lines say. */
export interface UsageShape {
  /** The program and the command path. */
  readonly words: readonly string[];
  readonly args: readonly ArgShape[];
}

/** What the rest of a help says of its usage. */
export interface UsageContext {
  /** The command's own name, where the help says it: args may be bare words, as in `copy source dest`. */
  readonly name: string | undefined;
  readonly hasCommands: boolean;
  /** Spellings of flags that take no value. */
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads usage lines. `[flags]`, `[options]` and, where the help lists commands, `[command]` are no args. `{<a> | <b>}` is one
 * arg with two forms, `a|b`.
 */
export function readUsage(lines: readonly string[], context: UsageContext): UsageShape {
  const cut = lines.map((line) => cutUsage(line.replaceAll(/\s+/g, " ").trim(), context));
  const words = cut[0]?.words ?? [];
  const args = new Map<string, ArgShape>();
  for (const line of cut) {
    if (line.words.join(" ") !== words.join(" ")) continue;
    const seen = new Set<string>();
    const reader = new ArgReader(context);
    reader.take(line.rest, true);
    for (const arg of reader.args) {
      const earlier = args.get(arg.name);
      args.set(arg.name, {
        ...arg,
        required: arg.required || earlier?.required === true,
        // A name that stands twice in one line takes two words.
        variadic: arg.variadic || earlier?.variadic === true || seen.has(arg.name),
      });
      seen.add(arg.name);
    }
  }
  return { words, args: [...args.values()] };
}

/** Cuts a usage line behind the command path. */
function cutUsage(line: string, { name }: UsageContext): { readonly words: readonly string[]; readonly rest: string } {
  const all = line.split(" ");
  const end = all.findIndex((word, index) => (index === 0 ? word === "" : !isCommandName(word) || /^[A-Z][A-Z0-9_.:-]*$/.test(word)));
  const leading = all.slice(0, end === -1 ? undefined : end);
  const own = name === undefined ? -1 : leading.indexOf(name, 1);
  const count = own === -1 ? leading.length : own + 1;
  return { words: leading.slice(0, count), rest: all.slice(count).join(" ") };
}

/** What is nested deeper is text, so that reading stays linear whatever the text is. */
const MAX_NESTING = 8;

/** Collects the args of the part of a usage line behind the command path. */
class ArgReader {
  readonly args: ArgShape[] = [];
  readonly #context: UsageContext;

  constructor(context: UsageContext) {
    this.#context = context;
  }

  take(text: string, isRequired: boolean, depth = 0): void {
    const tokens = joinAlternatives(wordsOf(text.replaceAll("{", "(").replaceAll("}", ")")));
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index] ?? "";
      if (/^\[?(?:\.\.\.|…)\]?$/.test(token)) {
        this.#repeatLast();
        // `KEY_1=VAL_1 ... KEY_N=VAL_N`
        if (isNumbered(tokens[index - 1] ?? "", tokens[index + 1] ?? "")) index += 1;
      } else if (/^--?[^\s-]/.test(token)) {
        if (this.#hasValueBehind(token, tokens[index + 1])) index += 1;
      } else this.#takeToken(token, isRequired, depth);
    }
  }

  /** Whether the next token is the value of a flag: so it is unless the flag is known to be a switch. */
  #hasValueBehind(flag: string, next: string | undefined): boolean {
    return next !== undefined && !/^[-[(]/.test(next) && !/[=[]/.test(flag) && !this.#context.switches.has(flag);
  }

  #repeatLast(): void {
    const last = this.args.pop();
    if (last !== undefined) this.args.push({ ...last, variadic: true });
  }

  #takeToken(token: string, isRequired: boolean, depth: number): void {
    const repeat = /(?:\.\.\.|…|[*+])$/.exec(token)?.[0] ?? "";
    const variadic = repeat !== "";
    const word = repeat === "" ? token : token.slice(0, -repeat.length);
    const isGroup = /^[[(<].*[\])>]$/s.test(word) && closingBrackets(word).get(0) === word.length - 1;
    if (!isGroup) {
      this.#push(nameOf(alternativesOf(word)), isRequired, variadic);
      return;
    }
    const inner = word.slice(1, -1).trim();
    const isOptional = word.startsWith("[") || repeat === "*";
    const alternatives = alternativesOf(inner).map((each) => each.trim());
    // The values of a flag: `[--dry-run=server|client]`, `[(-o|--output=)json|yaml]`.
    if (/^(?:-\S*=\S*$|\(-)/.test(inner)) return;
    if (alternatives.length > 0 && alternatives.every(isOneWord)) {
      const repeats = variadic || alternatives.some((each) => each.endsWith("..."));
      this.#push(nameOf(alternatives), isRequired && !isOptional, repeats);
      return;
    }
    const from = this.args.length;
    // `[-- args]` hands args on, `(-f FILE | NAME)` is one or the other.
    if (depth < MAX_NESTING)
      for (const each of alternatives)
        this.take(each.replace(/^-- /, ""), isRequired && !isOptional && alternatives.length === 1, depth + 1);
    if (variadic) this.args.push(...this.args.splice(from).map((arg) => ({ ...arg, variadic: true })));
  }

  #push(name: string, required: boolean, variadic: boolean): void {
    if (name === "" || name.startsWith("-")) return;
    if (/^(?:(?:global |local |inherited )?(?:flags?|options?))$/i.test(name)) return;
    if (this.#context.hasCommands && /^(?:sub-?)?(?:command|cmd)s?$|^args$/i.test(name)) return;
    this.args.push({ name, required, variadic });
  }
}

/** Whether a text is one name, in brackets or not, and no flag. */
function isOneWord(text: string): boolean {
  return !text.startsWith("-") && (/^[^\s()<>]+$/.test(text) || /^[<[(][^\s[\]()<>][^[\]()<>]*[>\])](?:\.\.\.)?$/.test(text));
}

/** One name for all the forms of an arg, without brackets and without `-`, which stands for standard input. */
function nameOf(forms: readonly string[]): string {
  const names = forms.map((form) => form.replaceAll(/[<>[\]()]|\.\.\./g, "").trim()).filter((name) => /[\p{L}\p{N}]/u.test(name));
  return [...new Set(names)].join("|");
}

/** Makes one token of alternatives that stand apart: `PATH | URL`. */
function joinAlternatives(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const last = joined.at(-1);
    if (last !== undefined && (token === "|" || tokens[index - 1] === "|")) joined[joined.length - 1] = `${last}${token}`;
    else joined.push(token);
  }
  return joined;
}

/** Whether two names are the first and the last of a list: `KEY_1=VAL_1`, `KEY_N=VAL_N`. */
function isNumbered(first: string, last: string): boolean {
  const plain = (text: string): string => text.replaceAll(/_(?:\d+|[Nn])\b/g, "_#");
  return first !== "" && first !== last && plain(first) === plain(last);
}

/** Cuts a text at its spaces outside of brackets. */
function wordsOf(text: string): readonly string[] {
  return cutOutsideBrackets(text, " ").filter((word) => word !== "");
}

/** Cuts a text at its bars outside of brackets. */
function alternativesOf(text: string): readonly string[] {
  return cutOutsideBrackets(text, "|").filter((each) => each.trim() !== "");
}
