import { availableParallelism } from "node:os";
import { parseContract, type Binary, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { renderJson, UsageError, type Files } from "@lockstep/kernel";
import { detectInSnapshot } from "@lockstep/parity/detect";
import {
  buildSnapshot,
  earlierNames,
  joinCandidates,
  laterNames,
  type SnapshotInputs,
  volatileMarks,
  withCandidates,
  withoutVolatile,
} from "@lockstep/surface";
import { requireText, rootOptions } from "../cli-root.ts";
import { resolveDestination, type Destination } from "../probing/destination.ts";
import {
  assertValidSnapshot,
  generator,
  probeBinary,
  probesSupplementFor,
  readSupplement,
  type ProbedBinary,
} from "../probing/probe-binary.ts";
import { probeAgain } from "../probing/probe-again.ts";
import { sha256Text } from "../probing/probe-cache.ts";
import { rawHelpFiles, readRawHelp, removeStaleRawHelp } from "../probing/raw-help.ts";
import { describeSnapshot } from "../probing/snapshot-summary.ts";
import { readNextSnapshot, readPreviousSnapshots, readSnapshot } from "../stages/previous-snapshots.ts";
import { chooseTimestamp, timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";

const DEFAULT_TIMEOUT_MS = 20_000;

/** Records what one binary exposes: commands, flags, arguments and features, as it tells itself. */
export const snapshot = defineCommand({
  name: "snapshot",
  summary: "Record the commands, flags and arguments that a binary exposes",
  examples: [
    "xtask snapshot --binary ./codex --out-file manifests/codex/snapshots/0.169.0/x86_64-unknown-linux-musl.json",
    "xtask snapshot --binary ./codex --via qemu-aarch64-static --out-dir /tmp/out --raw-help-target aarch64-unknown-linux-musl",
  ],
  options: {
    ...rootOptions,
    binary: { type: "string", aliases: ["codex-binary"], describe: "The binary to probe" },
    "out-file": { type: "string", describe: "<root>/snapshots/<version>/<target>.json" },
    "out-dir": { type: "string", describe: "Write current.json into this folder; needs no rules" },
    "capture-raw-help": { type: "boolean", describe: "Keep the help texts in <root>/raw_help/" },
    "raw-help-target": { type: "string", describe: "The binary's target triple, with --out-dir" },
    supplement: { type: "string", describe: "Reviewed additions (default: <root>/supplement/commands.json)" },
    "collected-at": timeOption("collected_at"),
    via: { type: "string", describe: "The command that runs a foreign binary, for example qemu-aarch64-static" },
    jobs: { type: "number", describe: "Processes at a time (default: the available cores)" },
    "help-timeout-ms": { type: "number", default: DEFAULT_TIMEOUT_MS, describe: "Time for one call" },
    sources: {
      type: "string",
      default: "help,completion,probe,bundle",
      describe: "The evidence to use: help, and any of completion, probe and bundle, with commas",
    },
    "from-raw": { type: "string", describe: "Parse the raw captures in this folder again, without the binary, into --out-file" },
    twice: { type: "boolean", describe: "Probe a second time in fresh folders, and leave out what moves" },
    "no-cache": { type: "boolean", describe: "Probe even if the same binary was probed before" },
  },
  exits: {
    0: "done, whatever omissions were found",
    3: "the binary is missing, fails, or has another version",
    64: "wrong command line",
  },
  documents: ["snapshot.v1"],
  reads: (options) => [
    options.binary ?? `${options["from-raw"] ?? ""}/**`,
    ...["cli.json", "RULES.json", "SCHEMA.json", "artifacts.lock.json", "supplement/commands.json", "snapshots/**"].map(
      (name) => `${rootOf(options)}/${name}`,
    ),
  ],
  writes: (options) => [
    options["out-file"] ?? `${rootOf(options)}/current.json`,
    ".cache/snapshot/**",
    ...(options["capture-raw-help"] ? [`${rootOf(options)}/raw_help/**`] : []),
  ],
  async run(options, world) {
    const { files } = world;
    const via = (options.via ?? "").split(/\s+/).filter((word) => word !== "");
    const fromRaw = options["from-raw"]?.replace(/(?<=.)\/+$/, "");
    checkTogether(options);
    const place = await resolveDestination(files, world.host, via.length > 0, options);
    const previous =
      place.version === undefined
        ? undefined
        : (await readPreviousSnapshots(files, place.root, place.version, [place.target])).get(place.target);
    const next = place.version === undefined ? undefined : await readNextSnapshot(files, place.root, place.version, place.target);
    const source = fromRaw === undefined ? undefined : await readEarlier(files, place, fromRaw);
    // Raw captures tell what was asked: the snapshots of that day may be gone.
    const names =
      source === undefined
        ? joinCandidates(earlierNames(place.descriptor, previous), laterNames(place.descriptor, next))
        : (source.capture.earlierNames ?? []);
    const destination = { ...place, descriptor: withCandidates(place.descriptor, names) };
    const supplement = await readSupplement(files, destination.root, options.supplement);
    const { binary: path } = options;
    const probesSupplement = probesSupplementFor(destination);
    const probing = {
      binary: path ?? "",
      via,
      jobs: options.jobs ?? availableParallelism(),
      timeoutMs: options["help-timeout-ms"],
      sources: parseSources(options.sources),
      usesCache: !options["no-cache"],
      supplement,
      probesSupplement,
    };
    const obtained = source ?? (await probeBinary(world, destination, probing));
    const version = obtained.binary.semantic_version;
    const time =
      source !== undefined && options["collected-at"] === undefined
        ? { time: source.collectedAt, isExplicit: false }
        : await chooseTimestamp(world, { option: options["collected-at"], optionName: "collected-at", root: destination.root, version });
    const inputs: SnapshotInputs = {
      descriptor: destination.descriptor,
      capture: obtained.capture,
      binary: obtained.binary,
      collectedAt: time.time,
      supplement,
      probesSupplement,
      generator,
      view: (await files.stat(`${destination.root}/SCHEMA.json`)) === undefined ? "full" : "plain",
      sha256: sha256Text,
      ...(source === undefined ? {} : { carried: source.carried }),
    };
    const first = buildSnapshot(inputs);
    const moved = options.twice
      ? probeAgain(first.snapshot, inputs, await probeBinary(world, destination, { ...probing, usesCache: false }))
      : {
          marks: volatileMarks(source?.carried.omissions ?? (await readOmissions(files, destination.path, obtained.binary))),
          omissions: [],
        };
    const built = { ...first, snapshot: withoutVolatile(first.snapshot, moved.marks, destination.descriptor.binary, moved.omissions) };
    assertValidSnapshot(built.snapshot);
    const rawFolder = [
      destination.root,
      "raw_help",
      version ?? "unknown",
      ...(destination.rawHelpHasTarget ? [destination.target] : []),
    ].join("/");
    const raw = options["capture-raw-help"]
      ? rawHelpFiles(rawFolder, built.helps, { ...obtained.capture, earlierNames: names })
      : new Map<string, string>();
    const kept = time.isExplicit ? undefined : await sameButForTime(files, destination.path, built.snapshot);
    await files.writeAll(new Map([...raw, ...(kept === undefined ? [[destination.path, renderJson(built.snapshot)] as const] : [])]));
    if (options["capture-raw-help"]) await removeStaleRawHelp(files, rawFolder, raw);
    return describeSnapshot(kept ?? built.snapshot, {
      path: destination.path,
      isWritten: kept === undefined,
      isCached: obtained.isCached,
      ...(options["capture-raw-help"] ? { rawHelp: rawFolder } : {}),
      ...(options.twice ? { moved: moved.marks } : {}),
      detections: detectInSnapshot(built.snapshot, previous, destination.descriptor),
    });
  },
});

/** The folder that rules and raw help belong to. */
function rootOf(options: { readonly "out-file": string | undefined; readonly "out-dir": string | undefined }): string {
  return options["out-dir"] ?? options["out-file"]?.split("/").slice(0, -3).join("/") ?? ".";
}

/** The kinds of evidence that a list names, in the order of `SOURCES`. Throws `UsageError` for what is none, and without `help`. */
function parseSources(list: string): readonly string[] {
  const named = list.split(",").map((word) => word.trim());
  const hint = `The default is ${SOURCES.join(",")}`;
  const unknown = named.find((name) => !SOURCES.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      "OPTION_VALUE",
      `The option "--sources" takes ${SOURCES.join(", ")}, with commas between them, but has "${unknown}"`,
      { hint },
    );
  if (!named.includes("help"))
    throw new UsageError("OPTION_VALUE", `The option "--sources" must have "help", which all other evidence adds to, is "${list}"`, {
      hint,
    });
  return SOURCES.filter((name) => named.includes(name));
}

const SOURCES: readonly string[] = ["help", "completion", "probe", "bundle"];

function checkTogether(options: {
  readonly binary: string | undefined;
  readonly "from-raw": string | undefined;
  readonly "out-dir": string | undefined;
  readonly "capture-raw-help": boolean;
  readonly twice: boolean;
}): void {
  const hint = "xtask snapshot --help";
  if (options["from-raw"] === undefined) {
    if (options.binary === undefined)
      throw new UsageError("OPTION_MISSING", '"xtask snapshot" needs the option "--binary"', {
        hint: "xtask acquire --version <version> fetches a pinned binary and prints its path",
      });
    return;
  }
  if (options.binary !== undefined)
    throw new UsageError("OPTIONS_CONTRADICT", '"--from-raw" needs no binary, but "--binary" is given', { hint });
  if (options["out-dir"] !== undefined)
    throw new UsageError("OPTIONS_CONTRADICT", '"--from-raw" renews the snapshot at "--out-file", but "--out-dir" is given', { hint });
  if (options.twice)
    throw new UsageError("OPTIONS_CONTRADICT", '"--from-raw" needs no binary, but "--twice" is given, which probes one', {
      hint: "What moved when it was probed stays left out",
    });
  if (options["capture-raw-help"])
    throw new UsageError("OPTIONS_CONTRADICT", '"--from-raw" reads raw captures, but "--capture-raw-help" is given', { hint });
}

/** The raw capture in a folder, and what only the snapshot made with it knows. */
async function readEarlier(
  files: Files,
  { path }: Destination,
  folder: string,
): Promise<ProbedBinary & { readonly collectedAt: string; readonly carried: NonNullable<SnapshotInputs["carried"]> }> {
  const earlier = parseContract(
    "UpstreamSnapshotV1",
    path,
    await requireText(files, path, "--from-raw takes the facts about the binary from the snapshot at --out-file"),
  );
  const raw = await readRawHelp(files, folder, earlier.features);
  const omissions = (earlier.known_omissions ?? []).filter(
    // What the answers, the helps and the declarations show is read again.
    (omission) =>
      !/^(?:supplement\/|help read by )/.test(omission) &&
      (raw.acceptance === undefined || !omission.startsWith("acceptance ")) &&
      (raw.declarations === undefined || !/^(?:declared|help not probed:)/.test(omission)),
  );
  return {
    capture: { versionOutput: earlier.binary.version_output, ...raw },
    binary: earlier.binary,
    isCached: false,
    isLasting: true,
    collectedAt: earlier.collected_at,
    carried: { omissions, ...(earlier.features === undefined ? {} : { features: earlier.features }) },
  };
}

/** The omissions of a snapshot of the same binary that is there already: what `--twice` once found to move stays left out. */
async function readOmissions(files: Files, path: string, { sha256 }: Binary): Promise<readonly string[]> {
  const earlier = await readSnapshot(files, path);
  return earlier?.binary.sha256 === sha256 ? (earlier.known_omissions ?? []) : [];
}

/** The committed snapshot, when a new one would differ from it in its time alone. */
async function sameButForTime(files: Files, path: string, next: UpstreamSnapshotV1): Promise<UpstreamSnapshotV1 | undefined> {
  const text = await files.readText(path);
  const time = text === undefined ? undefined : /^ {2}"collected_at": "([^"\\]+)",$/m.exec(text)?.[1];
  if (time === undefined) return undefined;
  const same = { ...next, collected_at: time };
  return renderJson(same) === text ? same : undefined;
}
