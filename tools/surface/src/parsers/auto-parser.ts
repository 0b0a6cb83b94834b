import type { CompletionSurface, HelpPage } from "../help-page.ts";
import { genericParser } from "./generic/generic-parser.ts";
import type { Framework, HelpParser } from "./help-parser.ts";
import { knownParsers } from "./known-parsers.ts";

/** Below this a parser only guesses: it found a usage or headings, and nothing that its framework alone prints. */
export const SURE = 0.7;

/** Reads each text by the parser that is surest of it, and by the generic one where none is sure. */
export const autoParser: HelpParser = {
  parseHelp,
  parseCompletion,
  isPseudoCommand: (name, page) => parserOf(page).isPseudoCommand(name),
};

function parseHelp(text: string): HelpPage {
  let best: HelpPage | undefined;
  for (const [framework, parser] of candidates) {
    const page = parser.parseHelp(text);
    if (page.confidence >= SURE && page.confidence > (best?.confidence ?? 0)) best = { ...page, framework };
  }
  return best ?? genericParser.parseHelp(text);
}

/** The first reading: scripts of different frameworks have nothing in common. */
function parseCompletion(text: string): CompletionSurface | undefined {
  for (const [, parser] of candidates) {
    const surface = parser.parseCompletion(text);
    if (surface !== undefined) return surface;
  }
  return undefined;
}

const candidates = Object.entries(knownParsers) as readonly (readonly [framework: keyof typeof knownParsers, parser: HelpParser])[];

function parserOf(page: HelpPage | undefined): HelpParser {
  const parsers: Partial<Record<Framework, HelpParser>> = knownParsers;
  return (page?.framework === undefined ? undefined : parsers[page.framework]) ?? genericParser;
}
