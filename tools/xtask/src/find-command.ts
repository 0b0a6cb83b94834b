import { UsageError, type Command } from "@lockstep/kernel";
import { commandNames, loadCommand } from "./commands.ts";
import { nearest } from "./nearest.ts";
import type { World } from "./world.ts";

/** Historical command prefixes and the CLI that each one presets. */
export const commandPrefixes: readonly (readonly [prefix: string, cli: string])[] = [
  ["codex-", "codex"],
  ["claude-", "claude_code"],
];

/** A command, and the CLI that a historical prefix of its name presets. */
export interface FoundCommand {
  readonly command: Command<World>;
  readonly presetCli: string | undefined;
}

/** The command that a word names, with or without a historical prefix. Throws `UsageError` with the nearest name. */
export async function findCommand(invokedAs: string): Promise<FoundCommand> {
  const exact = await loadCommand(invokedAs);
  if (exact !== undefined) return { command: exact, presetCli: undefined };
  for (const [prefix, cli] of commandPrefixes) {
    const command = invokedAs.startsWith(prefix) ? await loadCommand(invokedAs.slice(prefix.length)) : undefined;
    if (command !== undefined && "cli" in command.options) return { command, presetCli: cli };
  }
  if (invokedAs.startsWith("-")) {
    throw new UsageError("OPTION_UNKNOWN", `xtask has no option "${invokedAs}" of its own; options stand behind a command`, {
      hint: "xtask --help",
    });
  }
  const bare = commandPrefixes
    .filter(([prefix]) => invokedAs.startsWith(prefix))
    .map(([prefix]) => invokedAs.slice(prefix.length))
    .find((name) => commandNames.includes(name));
  const near = bare ?? nearest(invokedAs, commandNames);
  throw new UsageError("COMMAND_UNKNOWN", `There is no command "${invokedAs}"`, {
    hint: near === undefined ? "xtask --help lists the commands" : `Did you mean "xtask ${near}"?`,
  });
}
