import { InputError, UsageError } from "@lockstep/kernel";
import { compare, parse } from "semver";
import { isPreRelease } from "./released-versions.ts";

/** Which released versions are asked for. */
export interface VersionChoice {
  /** Versions and ranges `<from>..<to>`, with commas between them; either end of a range may be left out. */
  readonly versions: string | undefined;
  /** The newest so many. */
  readonly last: number | undefined;
  /** Whether ranges and `last` take pre-releases too; one that is named is always taken. */
  readonly withPreReleases: boolean;
}

/** The chosen versions, ascending, and which of them were named one by one. */
export interface ChosenVersions {
  readonly versions: readonly string[];
  readonly named: ReadonlySet<string>;
}

/**
 * Chooses among the released versions (ascending). The ends of a range need not be released themselves. Throws `UsageError`
 * `VERSIONS_INVALID` for a text that is no such list, and `InputError` `VERSION_UNKNOWN` for a version that is not released, and
 * `VERSIONS_NONE` for a range without any.
 */
export function chooseVersions(choice: VersionChoice, released: readonly string[]): ChosenVersions {
  const offered = released.filter((version) => choice.withPreReleases || !isPreRelease(version));
  const chosen = new Set<string>();
  const named = new Set<string>();
  for (const item of choice.versions?.split(",") ?? []) {
    const [from = "", to, ...rest] = item.split("..").map((end) => end.trim());
    if (rest.length > 0 || item.trim() === "" || item.trim() === "..") throw invalid(item, choice.versions ?? "");
    if (to === undefined) {
      assertVersion(from, choice.versions ?? "");
      if (!released.includes(from)) throw unknownVersion(from, released);
      chosen.add(from);
      named.add(from);
      continue;
    }
    for (const end of [from, to]) if (end !== "") assertVersion(end, choice.versions ?? "");
    if (from !== "" && to !== "" && compare(from, to) > 0) {
      throw new UsageError("VERSIONS_INVALID", `The range "${item.trim()}" of "--versions" ends before it begins`, {
        hint: `Write ${to}..${from}`,
      });
    }
    const inside = offered.filter((version) => (from === "" || compare(version, from) >= 0) && (to === "" || compare(version, to) <= 0));
    if (inside.length === 0) {
      throw new InputError("VERSIONS_NONE", `No released version lies in the range "${item.trim()}"; ${describeEnds(offered)}`, {
        hint: "Pre-releases are taken with --pre-releases",
      });
    }
    for (const version of inside) chosen.add(version);
  }
  if (choice.last !== undefined && offered.length === 0) {
    throw new InputError("VERSIONS_NONE", `There is no version to take the newest of; ${describeEnds(offered)}`, {
      hint: "Pre-releases are taken with --pre-releases",
    });
  }
  if (choice.last !== undefined) for (const version of offered.slice(-choice.last)) chosen.add(version);
  return { versions: [...chosen].toSorted(compare), named };
}

function assertVersion(version: string, list: string): void {
  if (parse(version)?.version !== version) throw invalid(version, list);
}

function invalid(item: string, list: string): UsageError {
  return new UsageError(
    "VERSIONS_INVALID",
    `The option "--versions" must be versions like 1.2.3 and ranges like 1.0.0..1.2.3, with commas between them; "${item}" in "${list}" is none`,
    { hint: "xtask history --help" },
  );
}

/** The released versions nearest to one that is none. */
function unknownVersion(version: string, released: readonly string[]): InputError {
  const at = released.findIndex((other) => compare(other, version) > 0);
  const place = at === -1 ? released.length : at;
  const near = released.slice(Math.max(0, place - 3), place + 3);
  return new InputError("VERSION_UNKNOWN", `There is no released version ${version}; ${describeEnds(released)}`, {
    hint: near.length === 0 ? "Check the package in cli.json" : `Near it are ${near.join(", ")}`,
  });
}

function describeEnds(released: readonly string[]): string {
  return released.length === 0
    ? "none is released"
    : `released are ${String(released.length)}, from ${released[0] ?? ""} to ${released.at(-1) ?? ""}`;
}
