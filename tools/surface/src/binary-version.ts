/** What a `--version` line says: the first `MAJOR.MINOR.PATCH[-pre][+build]` in it, and a commit in brackets behind it. */
export interface BinaryVersion {
  readonly semanticVersion?: string;
  /** `stable`, or the first word of the pre-release: `alpha`, `beta`, `rc` … */
  readonly channel?: string;
  readonly commit?: string;
}

/** Reads the output of `--version`; `{}` when it holds no version. */
export function parseBinaryVersion(output: string): BinaryVersion {
  const match = /(?<![\w.])v?(\d+\.\d+\.\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?/.exec(output);
  if (match === null) return {};
  const [, core = "", prerelease, build = ""] = match;
  const commit = /\((?:[^()]*\s)?([0-9a-f]{7,40})(?:\s[^()]*)?\)/.exec(output.slice(match.index))?.[1];
  return {
    semanticVersion: `${core}${prerelease === undefined ? "" : `-${prerelease}`}${build}`,
    channel: prerelease === undefined ? "stable" : (/^[A-Za-z]+/.exec(prerelease)?.[0].toLowerCase() ?? "prerelease"),
    ...(commit === undefined ? {} : { commit }),
  };
}
