import { UsageError, type CommandResult } from "@lockstep/kernel";
import { readCommandLine } from "./command-line.ts";
import { loadCommand } from "./commands.ts";
import type { World } from "./world.ts";

/** Runs another command of the runner in this process, with the very words that a person would type. */
export async function runCommandLine([name = "", ...words]: readonly string[], world: World): Promise<CommandResult> {
  const command = await loadCommand(name);
  if (command === undefined) throw new UsageError("COMMAND_UNKNOWN", `There is no command "${name}"`);
  const line = await readCommandLine(command, name, words, undefined, undefined);
  if (line.type === "help") throw new UsageError("COMMAND_UNKNOWN", `"xtask ${name}" was asked for its help`);
  return command.run(line.options, { ...world, invokedAs: name });
}
