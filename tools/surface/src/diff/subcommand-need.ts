import type { DiffCommand } from "./surface-view.ts";

/** What clap and yargs write into the usage of a command that does nothing without one of those below it. */
const needed = /(?:^|\s)<((?:sub-?)?command)>(?=\s|$)/i;
const mentioned = /[[<](?:sub-?)?command[\]>]/i;

/**
 * Whether each line of a command's usage asks for one of the commands below it, outside of brackets; `undefined` where the usage of a
 * command that has some tells nothing of them, as most of yargs do. Where the word is the name of an arg, that is what is asked for.
 * What commander writes is `[command]` either way.
 */
export function needsSubCommand({ usage, args = [] }: Pick<DiffCommand, "usage" | "args">, hasSubCommands: boolean): boolean | undefined {
  if (usage === undefined || !hasSubCommands) return usage === undefined ? undefined : false;
  if (!mentioned.test(usage)) return undefined;
  return usage.split("\n").every((line) => {
    const name = needed.exec(line.replaceAll(/\[[^\]]*\]/g, ""))?.[1];
    return name !== undefined && !args.some((arg) => arg.name === name);
  });
}
