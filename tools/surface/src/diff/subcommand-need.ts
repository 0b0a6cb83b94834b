import type { DiffCommand } from "./surface-view.ts";

/** What clap and yargs write into the usage of a command that does nothing without one of those below it. */
const anyCommand = /(?:^|\s)<((?:sub-?)?command)>(?=\s|$)/i;

/**
 * Whether each line of a command's usage asks for one of the commands below it, outside of brackets; `undefined` where there is no
 * usage. Where the word is the name of an arg, that is what is asked for. What commander writes is `[command]` either way.
 */
export function needsSubCommand({ usage, args = [] }: Pick<DiffCommand, "usage" | "args">): boolean | undefined {
  return usage?.split("\n").every((line) => {
    const name = anyCommand.exec(line.replaceAll(/\[[^\]]*\]/g, ""))?.[1];
    return name !== undefined && !args.some((arg) => arg.name === name);
  });
}
