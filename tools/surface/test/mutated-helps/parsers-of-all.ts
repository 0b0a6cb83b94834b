import type { Framework, HelpParser } from "../../src/parsers/help-parser.ts";
import { knownParsers } from "../../src/parsers/known-parsers.ts";
import { parserFor } from "../../src/parsers/parser-for.ts";

/** Every parser by its framework; a new one is in it by itself. */
export const parsersOfAll: Readonly<Record<string, HelpParser>> = Object.fromEntries(
  ([...Object.keys(knownParsers), "generic", "auto"] as readonly Framework[]).map((framework) => [framework, parserFor(framework)]),
);
