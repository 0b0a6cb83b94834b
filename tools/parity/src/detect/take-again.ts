/** Where the snapshots of a version are, for the commands that messages suggest. */
export interface VersionPlace {
  /** The words that lead a command to the root. */
  readonly rootWords: string;
  readonly version: string;
}

/** The command that takes one target's snapshot again. */
export function takeAgainCommand({ rootWords, version }: VersionPlace, target: string): string {
  return `xtask parity ${rootWords} --version ${version} --target ${target}`;
}

/** Says how to take one target's snapshot again, as the end of a hint. */
export function takeAgain(place: VersionPlace, target: string): string {
  return `snapshot it again, a foreign target with --via <command>: ${takeAgainCommand(place, target)}`;
}
