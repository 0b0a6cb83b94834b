import { ToolError, UsageError, type CommandResult, type OptionSpec } from "@lockstep/kernel";
import { chooseVersions, releasePackage, releasedVersions } from "@lockstep/parity/history";
import { compare } from "semver";
import { readLock } from "../acquisition/artifacts-lock.ts";
import { hostTarget } from "../acquisition/host-target.ts";
import { cliRoot, readDescriptor, rootOptions, rootWords } from "../cli-root.ts";
import { buildHistory, stopsAll, type BuiltHistory } from "../history/build-history.ts";
import { whileBuilding } from "../history/build-lock.ts";
import { readReleaseNames, writeReleaseNames } from "../history/history-store.ts";
import { historyPlace, readCommitted, unknownTarget, type HistoryPlace } from "../history/known-versions.ts";
import { showHistory } from "../history/show-history.ts";
import { nearest } from "../nearest.ts";
import { flaggedOptions } from "../option-table.ts";
import { wrapText } from "../text-columns.ts";
import { defineCommand, type World } from "../world.ts";

/** What each of the two takes and the other does not. */
const ownOptions = {
  build: ["versions", "last", "pre-releases", "jobs", "via"],
  show: ["flag", "arg"],
} as const;

const historyOptions = {
  what: {
    type: "words",
    placeholder: "build|show [<command>...] [<flag>|<arg>]",
    choices: ["build", "show"],
    describe: "build, or show with the unit to tell of; without one it tells of all",
    takesFlags: true,
  },
  ...rootOptions,
  target: { type: "string", describe: "The target triple (default: with build this machine's, with show the required one of the rules)" },
  versions: { type: "string", describe: "With build: versions and ranges with commas between them, such as 0.100.0..0.171.0,0.61.0" },
  last: { type: "number", describe: "With build: the newest so many" },
  "pre-releases": { type: "boolean", describe: "With build: take pre-releases of ranges and of --last too" },
  jobs: { type: "number", describe: "With build: processes at a time (default: the available cores)" },
  via: { type: "string", describe: "With build: the command that runs a foreign binary, for example qemu-aarch64-static" },
  flag: { type: "string", describe: "With show: the flag, where xtask has an option of that name: --flag=--json" },
  arg: { type: "string", describe: "With show: the arg" },
} as const satisfies Record<string, OptionSpec>;

/** Tells since and until which version each unit exists, and looks at released versions to know it. */
export const history = defineCommand({
  name: "history",
  summary: "Tell since and until which version each unit exists, from committed and released versions",
  examples: [
    "xtask history build --versions 0.125.0..0.171.0",
    "xtask history build --last 40",
    "xtask history show exec --full-auto",
    "xtask history show exec --json        (as one JSON document)",
  ],
  options: historyOptions,
  exits: {
    0: "done",
    3: "no answer, or some versions failed; the others are kept",
    64: "wrong command line",
    75: "the registry is busy, or another process builds the history of the CLI; run it again, it goes on",
    130: "interrupted; the same",
  },
  documents: ["history.build.v1", "history.show.v1"],
  reads: (options) => [
    ...["cli.json", "RULES.json", "artifacts.lock.json", "supplement/commands.json", "snapshots/**"].map(
      (name) => `${cliRoot(options).root}/${name}`,
    ),
    ".cache/history/**",
  ],
  writes: (options) => (options.what[0] === "build" ? [".cache/history/**"] : []),
  async run(options, world) {
    const [what, ...words] = options.what;
    const where = cliRoot(options);
    if (what !== "build" && what !== "show") throw noSuch(what);
    assertOwn(what, options);
    if (what === "show") {
      if ([...words, ...[options.flag ?? [], options.arg ?? []].flat()].some((word) => word.trim() === "")) {
        throw new UsageError("UNIT_EMPTY", "A word that names the unit must not be empty", {
          hint: `Without words it tells of all units: xtask history show ${rootWords(where)}`,
        });
      }
      return showHistory(world, await historyPlace(world, where, options.target), { words, flag: options.flag, arg: options.arg });
    }
    const [stray] = words;
    if (stray !== undefined) throw strayWord(stray);
    if (options.versions === undefined && options.last === undefined) {
      throw new UsageError("OPTION_MISSING", '"xtask history build" needs the option "--versions" or "--last"', {
        hint: `For example: xtask history build ${rootWords(where)} --last 10`,
      });
    }
    const via = (options.via ?? "").split(/\s+/).filter((word) => word !== "");
    const target = await buildTarget(world, where, options.target, via.length > 0);
    const place = await historyPlace(world, where, target, options.target !== undefined);
    return whileBuilding(world, place, async () => {
      const listed = await listReleases(world, place);
      const released = listed === undefined ? await ownVersions(world, place) : releasedVersions(listed, place.descriptor);
      const choice = { versions: options.versions, last: options.last, withPreReleases: options["pre-releases"] };
      const { versions, named } = chooseVersions(choice, released);
      return buildResult(place, await buildHistory(world, place, { versions, named, listed, jobs: options.jobs, via }));
    });
  },
});

function noSuch(word: string | undefined): UsageError {
  const hint = "xtask history --help";
  if (word === undefined) return new UsageError("WORD_MISSING", '"xtask history" needs "build" or "show"', { hint });
  const near = nearest(word, ["build", "show"]);
  return new UsageError("WORD_UNKNOWN", `"xtask history" takes "build" or "show", not "${word}"`, {
    hint: near === undefined ? hint : `Did you mean "${near}"? ${hint}`,
  });
}

/** Throws `UsageError` for options that belong to the other of the two. */
function assertOwn(what: "build" | "show", options: Readonly<Record<string, unknown>>): void {
  const other = what === "build" ? "show" : "build";
  for (const name of ownOptions[other]) {
    if (options[name] === undefined || options[name] === false) continue;
    throw new UsageError("OPTION_NEEDS", `The option "--${name}" belongs to "xtask history ${other}", not to "${what}"`, {
      hint: "xtask history --help",
    });
  }
}

function strayWord(word: string): UsageError {
  const hint = "xtask history --help";
  const [flag = ""] = word.split("=", 1);
  if (!flag.startsWith("-"))
    return new UsageError("WORD_UNEXPECTED", `"xtask history build" takes no word "${word}"; versions stand behind "--versions"`, { hint });
  const near = nearest(
    flag,
    flaggedOptions(historyOptions).map(([name]) => `--${name}`),
  );
  return new UsageError("OPTION_UNKNOWN", `"xtask history" has no option "${flag}"`, {
    hint: near === undefined ? hint : `Did you mean "${near}"? ${hint}`,
  });
}

/** The target whose binaries are run. Throws `UsageError` `TARGET_FOREIGN` for one that this machine cannot run by itself. */
async function buildTarget(
  world: World,
  where: ReturnType<typeof cliRoot>,
  given: string | undefined,
  isForeign: boolean,
): Promise<string | undefined> {
  const descriptor = await readDescriptor(world.files, where);
  // Whoever reads the root next says what is wrong with it.
  if (descriptor === undefined) return given;
  if (given === undefined) return hostTarget(descriptor, world.host);
  const known = descriptor.targets.find(({ target_triple }) => target_triple === given);
  if (known === undefined) throw unknownTarget(descriptor, given);
  if (!isForeign && (known.os !== world.host.os || known.arch !== world.host.arch)) {
    throw new UsageError(
      "TARGET_FOREIGN",
      `This machine (${world.host.os}, ${world.host.arch}) does not run binaries of "${given}" by itself`,
      { hint: "Name what runs them with --via, for example --via qemu-aarch64-static" },
    );
  }
  return given;
}

/** The versions that the registry lists now, which are kept; those of its last list, when it does not answer. */
async function listReleases(world: World, { descriptor }: HistoryPlace): Promise<readonly string[] | undefined> {
  const name = releasePackage(descriptor);
  if (name === undefined) return undefined;
  try {
    const names = await world.packages.versions(name);
    await writeReleaseNames(world.files, descriptor, names);
    return names;
  } catch (error) {
    if (!(error instanceof ToolError) || !stopsAll(error)) throw error;
    const kept = await readReleaseNames(world.files, descriptor);
    world.progress(
      `history: the registry does not answer (${error.message.split("\n")[0] ?? ""}); taking ${kept === undefined ? "the pinned and committed versions for all there are" : "its last list"}`,
    );
    return kept;
  }
}

/** The versions that are known without the registry. */
async function ownVersions({ files }: World, { where, target }: HistoryPlace): Promise<readonly string[]> {
  const pinned = (await readLock(files, where.root)).versions.map(({ version }) => version);
  const committed = (await readCommitted(files, where, target)).map(({ version }) => version);
  return [...new Set([...pinned, ...committed])].toSorted(compare);
}

function buildResult({ where, target }: HistoryPlace, built: BuiltHistory): CommandResult {
  const { taken, kept, skipped, failed, seconds } = built;
  const rounded = {
    total: round(seconds.total),
    downloads: round(seconds.downloads),
    work: round(seconds.work),
    besideDownloads: round(Math.max(0, seconds.total - seconds.downloads)),
  };
  const counts = [
    `${String(taken.length)} looked at`,
    `${String(kept.length)} known before`,
    ...[true, false].flatMap((isKnown) => {
      const count = skipped.filter((each) => each.isKnown === isKnown).length;
      return count === 0 ? [] : [`${String(count)} ${skipWord(isKnown)}`];
    }),
    ...(failed.length === 0 ? [] : [`${String(failed.length)} failed`]),
  ];
  const leftOut = [...Map.groupBy(skipped, ({ reason, isKnown }) => `${skipWord(isKnown)}: ${reason}`).values()].map((some) => {
    const { reason, isKnown } = some[0] as BuiltHistory["skipped"][number];
    return wrapText(`  ${skipWord(isKnown)}: `, `${some.map(({ version }) => version).join(", ")} (${reason})`);
  });
  return {
    status: "ok",
    data: {
      schema: "history.build.v1",
      cli: where.cli,
      target,
      taken,
      kept,
      skipped,
      failed: failed.map(({ version, error }) => ({ version, code: error.code, message: error.message })),
      seconds: rounded,
    },
    text: [
      `${where.cli}, ${target}: ${counts.join(", ")}`,
      ...leftOut,
      `  ${String(rounded.total)} s in all: downloads ${String(rounded.downloads)} s, work ${String(rounded.work)} s; ${String(rounded.besideDownloads)} s of it all beside the downloads`,
      `  xtask history show ${rootWords(where)}${taken.length + kept.length === 0 ? "" : ` --target ${target}`}`,
    ].join("\n"),
    failures: failed.map(({ error }) => error),
  };
}

/** What stays part of the history as it is known is not left out of it. */
function skipWord(isKnown: boolean): string {
  return isKnown ? "known, not looked at again" : "left out";
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
