import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanText } from "../../src/clean-text.ts";
import type { HelpParser } from "../../src/parsers/help-parser.ts";
import { findFault } from "./find-fault.ts";
import { mutatedHelp } from "./mutate.ts";
import { randomFrom } from "./random.ts";

/** What a run over many mutated texts found. */
export interface MutationRun {
  readonly texts: number;
  /** Of all texts, in UTF-16 units. */
  readonly characters: number;
  /** The first of each parser and kind, at most `MAX_FAULTS`. */
  readonly faults: readonly MutationFault[];
  /** The time that each parser took, in milliseconds. */
  readonly spent: ReadonlyMap<string, number>;
}

/** A text that a parser does not read as it must. */
export interface MutationFault {
  readonly parser: string;
  readonly fault: string;
  readonly text: string;
}

const MAX_FAULTS = 20;
/** Of how many texts one is read twice. */
const AGAIN = 16;
/** Of how many texts `auto`, which asks all the others, reads one. */
const AUTO = 16;

/** Which texts a run makes. */
export interface MutationOptions {
  readonly count: number;
  /** Determines the texts. */
  readonly seed: number;
  /** How many lines of a help a text has at most, before it is changed. */
  readonly lines: number;
  /** Is called after every thousand texts. */
  readonly onProgress?: (run: MutationRun) => void;
  readonly onFault?: (fault: MutationFault) => void;
}

/** Gives every parser mutated texts. `auto` reads a part of them. */
export function runMutations(
  parsers: Readonly<Record<string, HelpParser>>,
  { count, seed, lines, onProgress, onFault }: MutationOptions,
): MutationRun {
  const helps = fixtureHelps();
  const random = randomFrom(seed);
  const faults = new Map<string, MutationFault>();
  const spent = new Map<string, number>();
  let characters = 0;
  const result = (texts: number): MutationRun => ({ texts, characters, faults: [...faults.values()], spent });
  for (let index = 1; index <= count; index += 1) {
    const text = cleanText(mutatedHelp(helps, random, lines));
    characters += text.length;
    for (const [name, parser] of Object.entries(parsers)) {
      if (name === "auto" && index % AUTO !== 0) continue;
      const start = performance.now();
      let fault = findFault(parser, text, index % AGAIN === 0);
      const took = performance.now() - start;
      spent.set(name, (spent.get(name) ?? 0) + took);
      if (fault === undefined && took > budgetOf(text) && isSlow(parser, text))
        fault = `it takes longer than ${budgetOf(text).toFixed(0)} ms`;
      const key = `${name} ${fault?.replace(/".*"/s, "") ?? ""}`;
      if (fault === undefined || faults.has(key) || faults.size >= MAX_FAULTS) continue;
      faults.set(key, { parser: name, fault, text });
      onFault?.({ parser: name, fault, text });
    }
    if (index % 1000 === 0) onProgress?.(result(index));
  }
  return result(count);
}

/** In milliseconds; hundreds of times what is usual, so that only a blow-up exceeds it. */
function budgetOf(text: string): number {
  return 40 + text.length / 50;
}

/** Whether a text takes too much of this process's own time every time: once may be the machine. */
function isSlow(parser: HelpParser, text: string): boolean {
  return [1, 2, 3].every(() => {
    const start = process.cpuUsage();
    parser.parseHelp(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 > budgetOf(text);
  });
}

/** The helps in the fixtures of every parser. */
export function fixtureHelps(): readonly string[] {
  const root = join(import.meta.dirname, "../../fixtures");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?:^|[/\\])(?:input|columns-\d+)\.txt$/.test(file),
  );
  return files.toSorted().map((file) => readFileSync(join(root, file), "utf8"));
}
