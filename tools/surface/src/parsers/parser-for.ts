import { clapParser } from "./clap/clap-parser.ts";
import { commanderParser } from "./commander/commander-parser.ts";
import type { Framework, HelpParser } from "./help-parser.ts";

/** The parser of each framework that `cli.json` can name; a new framework is one more line here. */
const parsers = { clap: clapParser, commander: commanderParser } satisfies Record<Framework, HelpParser>;

/** The parser that reads the help of a framework. */
export function parserFor(framework: Framework): HelpParser {
  return parsers[framework];
}
