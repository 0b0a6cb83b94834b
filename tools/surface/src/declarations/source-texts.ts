import type { AnyNode } from "acorn";
import type { SourceText } from "./declared-surface.ts";
import { declarationSites, holdsSite } from "./declaration-sites.ts";
import { enclosingPieces } from "./enclosing-pieces.ts";
import { TextParser, type ParseBudget } from "./parse-at.ts";
import { registrarCalls } from "./registrar-calls.ts";
import type { FunctionNode } from "./values.ts";

/** Where the value of a name stands. */
export interface Definition {
  readonly textIndex: number;
  readonly node: AnyNode;
}

/** The texts of one program: where they declare something, and what the names in them stand for. */
export class SourceTexts {
  readonly #texts: readonly LoadedText[];
  /** The texts that export a name, each with the name that it has there. */
  readonly #holders = new Map<string, Holder[]>();
  #lookups = MAX_LOOKUPS;

  constructor(texts: readonly SourceText[]) {
    const budget: ParseBudget = { left: MAX_PARSED };
    this.#texts = texts.map(({ name, text }) => ({
      name: name.replace(/^.*\//s, ""),
      text,
      sites: declarationSites(text),
      parser: new TextParser(text, budget),
    }));
    for (const [textIndex, loaded] of this.#texts.entries()) {
      for (const [name, local] of exportsOf(loaded.text)) {
        const known = this.#holders.get(name);
        if (known === undefined) this.#holders.set(name, [{ textIndex, local, loaded }]);
        else known.push({ textIndex, local, loaded });
      }
    }
  }

  /** The parts that declare something. */
  pieces(): readonly Definition[] {
    return this.#texts.flatMap(({ text, sites, parser }, textIndex) =>
      enclosingPieces(text, sites, parser).map((node) => ({ textIndex, node })),
    );
  }

  /**
   * The parts that call these functions of a text, and those that call these. From now on such a call counts as one that declares
   * something.
   */
  callers(textIndex: number, functions: readonly FunctionNode[]): readonly Definition[] {
    const loaded = this.#texts[textIndex];
    const found: AnyNode[] = [];
    if (loaded === undefined) return [];
    let called = functions;
    for (let rounds = 0; called.length > 0 && rounds < MAX_ROUNDS; rounds += 1) {
      const known = new Set(loaded.sites);
      const calls = registrarCalls(loaded.text, called).filter((at) => !known.has(at));
      loaded.sites = [...loaded.sites, ...calls].toSorted((a, b) => a - b);
      const pieces = enclosingPieces(loaded.text, calls, loaded.parser);
      found.push(...pieces);
      called = pieces.filter(isFunction);
    }
    return found.map((node) => ({ textIndex, node }));
  }

  /** Whether a part of a text declares something. */
  declares(textIndex: number, { start, end }: Pick<AnyNode, "start" | "end">): boolean {
    return holdsSite(this.#texts[textIndex]?.sites ?? [], start, end);
  }

  /** What a name stands for that no scope binds: the function or value nearest to `near` in its text, else what the text imports. */
  define(textIndex: number, name: string, near: number): Definition | undefined {
    const loaded = this.#texts[textIndex];
    if (loaded === undefined || this.#lookups <= 0 || GLOBALS.has(name)) return undefined;
    this.#lookups -= 1;
    const node = nearestDefinition(loaded, name, near);
    if (node !== undefined) return { textIndex, node };
    const imported = importsOf(loaded).get(name);
    return imported === undefined ? undefined : this.exported(imported.name, imported.from, textIndex);
  }

  /** What the text that is imported `from` somewhere exports by a name; `undefined` when several texts may be meant. */
  exported(name: string, from: string | undefined, importer?: number): Definition | undefined {
    const holders = (this.#holders.get(name) ?? []).filter(({ textIndex }) => textIndex !== importer);
    const wanted = from?.replace(/^.*\//s, "");
    const named = holders.filter(({ loaded }) => loaded.name === wanted);
    const likely = named.length > 0 ? named : holders;
    // What declares something is rather meant than what was read for its constants.
    const declaring = likely.filter(({ loaded }) => loaded.sites.length > 0);
    const [only, ...others] = declaring.length > 0 ? declaring : likely;
    if (only === undefined || others.length > 0) return undefined;
    const node = nearestDefinition(only.loaded, only.local, only.loaded.text.length);
    if (node !== undefined) return { textIndex: only.textIndex, node };
    // What is imported only to be exported.
    const next = importsOf(only.loaded).get(only.local);
    this.#lookups -= 1;
    return next === undefined || this.#lookups <= 0 ? undefined : this.exported(next.name, next.from, only.textIndex);
  }
}

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
}

interface LoadedText extends SourceText {
  sites: readonly number[];
  readonly parser: TextParser;
  imports?: ReadonlyMap<string, { readonly name: string; readonly from: string }>;
}

interface Holder {
  readonly textIndex: number;
  readonly local: string;
  readonly loaded: LoadedText;
}

/** `function name(`, or what `name =` assigns, nearest to an index. */
function nearestDefinition({ text, parser }: LoadedText, name: string, near: number): AnyNode | undefined {
  const tried = new Set<number>();
  // Most names are defined close by. Short names mean something else in every function.
  for (const reach of name.length < SHORT_NAME ? SHORT_REACHES : LONG_REACHES) {
    const starts = definitionsWithin(text, name, Math.max(near - reach, 0), near + reach);
    for (const start of starts.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near)).slice(0, MAX_DEFINITIONS)) {
      if (tried.has(start)) continue;
      tried.add(start);
      const node = parser.expressionAt(start);
      if (node !== undefined && !(node.type === "Identifier" && node.name === name)) return node;
    }
    if (near <= reach && near + reach >= text.length) break;
  }
  return undefined;
}

/** Where the functions of a name, and what is assigned to it, begin in a part of a text. */
function definitionsWithin(text: string, name: string, from: number, to: number): readonly number[] {
  const region = text.slice(from, to);
  const starts: number[] = [];
  for (let at = region.indexOf(name); at !== -1; at = region.indexOf(name, at + name.length)) {
    const isPart = isNamePart(region.charCodeAt(at - 1)) || isNamePart(region.charCodeAt(at + name.length));
    if (isPart || region[at - 1] === ".") continue;
    const before = /(?:async\s+)?function\s*\*?\s*$/.exec(region.slice(Math.max(at - 30, 0), at));
    if (before !== null) starts.push(from + at - before[0].length);
    else {
      const assigned = /^\s*=(?![=>])\s*(?:\/\*[^*]*\*\/\s*)?/.exec(region.slice(at + name.length, at + name.length + 40));
      if (assigned !== null) starts.push(from + at + name.length + assigned[0].length);
    }
  }
  return starts;
}

function isNamePart(code: number): boolean {
  // `$`, digits, letters and `_`.
  return (
    code === 36 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122) || code > 127
  );
}

/** The names that a text imports, each with its name in the text that exports it. */
function importsOf(loaded: LoadedText): ReadonlyMap<string, { readonly name: string; readonly from: string }> {
  loaded.imports ??= new Map(
    importLists(loaded.text).flatMap(({ list, from }) =>
      namesIn(list).map(({ first, second }) => [second, { name: first, from }] as const),
    ),
  );
  return loaded.imports;
}

function importLists(text: string): readonly { readonly list: string; readonly from: string }[] {
  return [...text.matchAll(/\bimport\s*(?:[\w$]+\s*,\s*)?\{([^{}]{1,20000})\}\s*from\s*["']([^"'\n]{1,300})["']/g)].map(
    ([, list = "", from = ""]) => ({ list, from }),
  );
}

/** What a text imports something from, as it spells it. */
export function importedNames(text: string): readonly string[] {
  return [...text.matchAll(/\bfrom\s*["']([^"'\n]{1,300})["']|\bimport\s*\(\s*["']([^"'\n]{1,300})["']/g)].flatMap(
    ([, named, loaded]) => named ?? loaded ?? [],
  );
}

/** The names by which others export what a text imports. */
export function importedExports(text: string): readonly string[] {
  return importLists(text).flatMap(({ list }) => namesIn(list).map(({ first }) => first));
}

/** The names that a text exports. */
export function exportedNames(text: string): readonly string[] {
  return [...exportsOf(text).keys()];
}

/** The names that a text exports, each with its own name there. */
function exportsOf(text: string): ReadonlyMap<string, string> {
  const exports = new Map<string, string>();
  const declared = /\bexport\s+(?:async\s+)?(?:const|let|var|function|class)\s*\*?\s*([\w$]+)/g;
  for (const [, name = ""] of text.matchAll(declared)) exports.set(name, name);
  for (const [, list = ""] of text.matchAll(/\bexport\s*\{([^{}]{1,20000})\}/g))
    for (const { first, second } of namesIn(list)) exports.set(second, first);
  return exports;
}

/** `a as b, c` as pairs. */
function namesIn(list: string): readonly { readonly first: string; readonly second: string }[] {
  return list.split(",").flatMap((part) => {
    const [, first, second = first] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(part) ?? [];
    return first === undefined || second === undefined ? [] : [{ first, second }];
  });
}

/** Names of the language and of its hosts, which bundles use everywhere and seldom define. */
const GLOBALS: ReadonlySet<string> = new Set(
  `Array Boolean Buffer Bun Date Error JSON Map Math Number Object Promise Reflect RegExp Set String
   Symbol console exports fetch globalThis module parseInt process require setTimeout`.split(/\s+/),
);

/** How far from its use a definition may stand, for names of less than `SHORT_NAME` characters and for others. */
const SHORT_REACHES: readonly number[] = [10_000, 100_000];
const LONG_REACHES: readonly number[] = [10_000, 100_000, 3_000_000];
const SHORT_NAME = 4;
const MAX_DEFINITIONS = 6;
const MAX_LOOKUPS = 3000;
/** How many functions may hand a command on before one declares something. */
const MAX_ROUNDS = 6;
/** Characters, of all texts together. */
const MAX_PARSED = 12_000_000;
