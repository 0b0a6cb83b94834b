import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";

/** Whether the evidence of a version lists everything, so that what it does not list is not there. */
export interface Evidence {
  /** Of the flags of a command, hidden ones too. */
  listsFlags(path: readonly string[]): boolean;
  /** Of the sub-commands of a command, hidden ones too. */
  listsCommands(path: readonly string[]): boolean;
}

/** The evidence that has hidden units too, by framework; that of all others tells nothing of them. */
const complete: ReadonlyMap<string, "completion" | "bundle"> = new Map([
  ["clap", "completion"],
  ["commander", "bundle"],
  ["yargs", "bundle"],
  ["oclif", "bundle"],
]);

/**
 * Reads how much a snapshot could know. The completion script of clap has every unit but hidden aliases, and the declarations in
 * the text of a program have its options and commands. What the root of a program made with commander takes for its first word is
 * not all declared there: the program may look at that word first.
 */
export function evidenceOf({ commands }: Pick<UpstreamSnapshotV1, "commands">, framework: CliDescriptor["framework"]): Evidence {
  const source = complete.get(framework);
  const listed = new Set(
    commands.filter(({ sources = [] }) => source !== undefined && sources.includes(source)).map(({ path }) => path.join("\0")),
  );
  const listsFlags = (path: readonly string[]): boolean => listed.has(path.join("\0"));
  return { listsFlags, listsCommands: (path) => listsFlags(path) && (framework !== "commander" || path.length > 0) };
}
