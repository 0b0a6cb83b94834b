import type { CliDescriptor } from "@lockstep/contracts";
import { autoParser } from "./auto-parser.ts";
import type { Framework, HelpParser } from "./help-parser.ts";
import { genericParser } from "./generic/generic-parser.ts";
import { knownParsers } from "./known-parsers.ts";

/** The parser of each framework that `cli.json` can name. */
const parsers = { ...knownParsers, generic: genericParser, auto: autoParser } satisfies Record<Framework, HelpParser>;

/** The frameworks that `cli.json` can name. */
export const frameworkNames: readonly string[] = Object.keys(parsers);

/** The parser that reads the help of a framework. */
export function parserFor(framework: Framework): HelpParser {
  return parsers[framework];
}

/** The framework of a command: that of the longest path in `framework_overrides` that leads to it, else that of the CLI. */
export function frameworkAt({ framework, framework_overrides }: FrameworkChoice, path: readonly string[]): Framework {
  let best: { readonly length: number; readonly framework: Framework } = { length: 0, framework };
  for (const override of framework_overrides ?? []) {
    const holds = override.path.length > best.length && override.path.every((word, index) => word === path[index]);
    if (holds) best = { length: override.path.length, framework: override.framework };
  }
  return best.framework;
}

/** The parser that reads the help of a command. */
export function parserAt(choice: FrameworkChoice, path: readonly string[]): HelpParser {
  return parserFor(frameworkAt(choice, path));
}

/** What `cli.json` says of the frameworks. */
export type FrameworkChoice = Pick<CliDescriptor, "framework" | "framework_overrides">;
