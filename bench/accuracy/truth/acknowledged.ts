import { eachOf, type IsolatedCli } from "../isolated-cli.ts";
import { spellingsOf, type Snapshot } from "../take-snapshot.ts";
import { hooks, type Helps } from "./collect.ts";
import { pathKey, type Truth } from "./truth.ts";
import { shownCommands, shownFlags } from "./visible.ts";

/**
 * Tells whether the program itself knows a unit that its library never heard of: of a snapshot's commands and flags, those that a hook
 * cannot see because the program answers before it loads the library.
 */
export type Acknowledges = (path: readonly string[], names: readonly string[]) => boolean;

/**
 * Asks the program about the units of snapshots that a hook on its library does not see. A command is one if a help lists it and the program
 * answers its `--help` with a text of its own: none that it prints for the command above, nor for a name that no command has. A flag is one
 * if the help of its command lists it and is printed without the library.
 */
export async function readAcknowledged(
  cli: IsolatedCli,
  truth: Truth,
  helps: Helps,
  snapshots: readonly Snapshot[],
): Promise<Acknowledges> {
  const units = new Set<string>();
  const declared = new Map(truth.commands.map((command) => [pathKey(command.path), command]));
  const commands = snapshots.flatMap((snapshot) => snapshot.commands);
  const unseen = new Map(commands.filter(({ path }) => !declared.has(pathKey(path))).map(({ path }) => [pathKey(path), path]));
  await eachOf([...unseen], JOBS, async ([key, path]) => {
    const [above, name = ""] = [path.slice(0, -1), path.at(-1)];
    if (!shownCommands(helps.get(pathKey(above)) ?? "").has(name)) return;
    const { stdout, exitCode } = await cli.call([...path, "--help"]);
    const others = [await cli.call([...above, "--help"]), await cli.call([...above, NO_COMMAND, "--help"])];
    if (exitCode === 0 && stdout.trim() !== "" && others.every((other) => other.stdout !== stdout)) units.add(key);
  });
  const lacking = new Map(
    commands.flatMap(({ path, flags = [] }) => {
      const names = new Set(declared.get(pathKey(path))?.flags.flatMap((flag) => flag.names));
      const isSeen = flags.every((flag) => spellingsOf(flag).some((name) => name === "--help" || names.has(name)));
      return isSeen || !declared.has(pathKey(path)) ? [] : [[pathKey(path), path] as const];
    }),
  );
  await eachOf([...lacking], JOBS, async ([key, path]) => {
    const documents = (await cli.callHooked([...path, "--help"], hooks)) as readonly HookedCall[];
    const isByHand =
      documents.length > 0 && documents.every(({ commander, yargsParses }) => commander?.length === 0 && yargsParses?.length === 0);
    if (!isByHand) return;
    for (const name of shownFlags(helps.get(key) ?? "")) units.add(`${key} ${name}`);
  });
  return (path, names) => (names.length === 0 ? units.has(pathKey(path)) : names.some((name) => units.has(`${pathKey(path)} ${name}`)));
}

interface HookedCall {
  readonly commander?: readonly unknown[];
  readonly yargsParses?: readonly unknown[];
}

const JOBS = 2;
const NO_COMMAND = "lockstep-no-such-command";
