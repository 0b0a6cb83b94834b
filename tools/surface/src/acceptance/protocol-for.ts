import type { FrameworkChoice } from "../parsers/parser-for.ts";
import type { AcceptanceProtocol } from "./acceptance-protocol.ts";
import { clapAcceptance } from "./clap-acceptance.ts";
import { commanderAcceptance } from "./commander-acceptance.ts";

/** The frameworks whose programs can be asked without harm. Others cannot: yargs prints help whatever stands before `--help`. */
const protocols: ReadonlyMap<string, AcceptanceProtocol> = new Map([
  ["clap", clapAcceptance],
  ["commander", commanderAcceptance],
]);

/** Whether some command of a program can be asked what it accepts. */
export function hasAcceptanceProtocol({ framework, framework_overrides = [] }: FrameworkChoice): boolean {
  return protocols.has(framework) || framework_overrides.some((override) => protocols.has(override.framework));
}

/** How to ask the programs of a framework what they accept; `undefined` when there is no harmless way. */
export function acceptanceProtocolFor(framework: string): AcceptanceProtocol | undefined {
  return protocols.get(framework);
}
