import { UsageError, type Command } from "@lockstep/kernel";
import { firstWords, groupOf, loadCommand, type CommandGroup } from "./commands.ts";
import { nearest } from "./nearest.ts";
import type { World } from "./world.ts";

/** Historical command prefixes and the CLI that each one presets. */
export const commandPrefixes: readonly (readonly [prefix: string, cli: string])[] = [
  ["codex-", "codex"],
  ["claude-", "claude_code"],
];

/** What the first words of a command line name: a command, or a whole group of them. */
export type Found =
  | {
      readonly type: "command";
      readonly command: Command<World>;
      /** As it was typed: `plan add`, `validate` or `codex-validate`. */
      readonly invokedAs: string;
      /** The words behind it. */
      readonly rest: readonly string[];
      /** The CLI that a historical prefix of its name presets. */
      readonly presetCli: string | undefined;
    }
  | { readonly type: "group"; readonly group: CommandGroup };

/**
 * What the first word names, with or without a historical prefix, or the first two of a group's command. Throws `UsageError` with the
 * nearest name.
 */
export async function findCommand([first = "", ...rest]: readonly string[]): Promise<Found> {
  const group = groupOf(first);
  if (group !== undefined) return findVerb(group, rest);
  const exact = await loadCommand(first);
  if (exact !== undefined) return { type: "command", command: exact, invokedAs: first, rest, presetCli: undefined };
  for (const [prefix, cli] of commandPrefixes) {
    const command = first.startsWith(prefix) ? await loadCommand(first.slice(prefix.length)) : undefined;
    if (command !== undefined && "cli" in command.options) return { type: "command", command, invokedAs: first, rest, presetCli: cli };
  }
  if (first.startsWith("-")) {
    throw new UsageError("OPTION_UNKNOWN", `xtask has no option "${first}" of its own; options stand behind a command`, {
      hint: "xtask --help",
    });
  }
  const bare = commandPrefixes
    .filter(([prefix]) => first.startsWith(prefix))
    .map(([prefix]) => first.slice(prefix.length))
    .find((name) => firstWords.includes(name));
  const near = bare ?? nearest(first, firstWords);
  throw new UsageError("COMMAND_UNKNOWN", `There is no command "${first}"`, {
    hint: near === undefined ? "xtask --help lists the commands" : `Did you mean "xtask ${near}"?`,
  });
}

async function findVerb(group: CommandGroup, [verb, ...rest]: readonly string[]): Promise<Found> {
  if (verb === undefined || verb === "--help" || verb === "-h") return { type: "group", group };
  if (verb.startsWith("-")) {
    throw new UsageError("OPTION_UNKNOWN", `"xtask ${group.name}" has no option "${verb}" of its own; options stand behind its verb`, {
      hint: `xtask ${group.name} --help lists the verbs`,
    });
  }
  const invokedAs = `${group.name} ${verb}`;
  const command = await loadCommand(invokedAs);
  if (command !== undefined) return { type: "command", command, invokedAs, rest, presetCli: undefined };
  const near = nearest(verb, group.verbs);
  throw new UsageError("COMMAND_UNKNOWN", `There is no command "${invokedAs}"`, {
    hint: near === undefined ? `xtask ${group.name} --help lists the verbs` : `Did you mean "xtask ${group.name} ${near}"?`,
  });
}
