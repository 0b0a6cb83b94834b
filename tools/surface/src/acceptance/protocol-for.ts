import type { AcceptanceProtocol } from "./acceptance-protocol.ts";
import { clapAcceptance } from "./clap-acceptance.ts";
import { commanderAcceptance } from "./commander-acceptance.ts";

/** The frameworks whose programs can be asked without harm. Others cannot: yargs prints help whatever stands before `--help`. */
const protocols: ReadonlyMap<string, AcceptanceProtocol> = new Map([
  ["clap", clapAcceptance],
  ["commander", commanderAcceptance],
]);

/** Whether the programs of a framework can be asked what they accept. */
export function hasAcceptanceProtocol(framework: string): boolean {
  return protocols.has(framework);
}

/** How to ask the programs of a framework what they accept; `undefined` when there is no harmless way. */
export function acceptanceProtocolFor(framework: string): AcceptanceProtocol | undefined {
  return protocols.get(framework);
}
