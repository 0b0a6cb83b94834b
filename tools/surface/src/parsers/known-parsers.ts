import { argparseParser } from "./argparse/argparse-parser.ts";
import { clapParser } from "./clap/clap-parser.ts";
import { cobraParser } from "./cobra/cobra-parser.ts";
import { commanderParser } from "./commander/commander-parser.ts";
import type { Framework, HelpParser } from "./help-parser.ts";
import { oclifParser } from "./oclif/oclif-parser.ts";
import { yargsParser } from "./yargs/yargs-parser.ts";

/**
 * The parsers of the frameworks, in the order in which they are asked about a help; of several that are equally sure of it the
 * first reads it. A new framework is one more line here.
 */
export const knownParsers = {
  clap: clapParser,
  commander: commanderParser,
  yargs: yargsParser,
  cobra: cobraParser,
  argparse: argparseParser,
  oclif: oclifParser,
} satisfies Record<Exclude<Framework, "generic" | "auto">, HelpParser>;
