import { InputError, renderJson, type CommandResult } from "@lockstep/kernel";
import { buildRecording, type KnownVersion } from "@lockstep/parity";
import type { WrapperScenarios } from "@lockstep/contracts";
import { folderWords, readDescriptor, rootWords, type CliRoot } from "../cli-root.ts";
import { readKnownVersions } from "../stages/wrapper-coverage.ts";
import type { World } from "../world.ts";
import { askAcceptance } from "./ask-acceptance.ts";
import { readAnswer, recordCalls } from "./record-calls.ts";
import { renderRecording } from "./render-recording.ts";

/** What to record and where to put it. */
export interface RecordWrapperOptions {
  readonly command: readonly string[];
  readonly wrapperVersion: string;
  /** The upstream version that the wrapper is meant for; absent: the newest committed one. */
  readonly version: string | undefined;
  /** The binary of that version, to ask about flags that no snapshot has. */
  readonly binary: string | undefined;
  readonly answers: string | undefined;
  readonly project: string | undefined;
  readonly replaced: readonly string[];
  readonly timeoutMs: number;
  /** Where the document goes; absent: nowhere. */
  readonly out: string | undefined;
}

/**
 * Measures any wrapper by what it emits: runs a command of its own against a stand-in of the CLI and writes the calls as a
 * `WrapperScenarios` document. A wrapper that uses what the version has removed or refuses is a finding.
 */
export async function recordWrapper(world: World, where: CliRoot, options: RecordWrapperOptions): Promise<CommandResult> {
  const versions = await readKnownVersions(world, where);
  const target = pickTarget(versions, options.version, where);
  const descriptor = await readDescriptor(world.files, where);
  if (descriptor === undefined)
    throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist; a stand-in needs the name of the CLI`, {
      hint: "Name the CLI with --cli, a folder of manifests/",
    });
  const { calls, torn } = await recordCalls(world, {
    cli: {
      binary: descriptor.binary,
      versionArgs: descriptor.version_args,
      versionOutput: target.union.inputs[0]?.binary.version_output ?? target.version,
    },
    command: options.command,
    answer: await readAnswer(world, options.answers),
    project: options.project === undefined ? undefined : world.files.absolute(options.project),
    replaced: options.replaced,
    timeoutMs: options.timeoutMs,
  });
  if (calls.length === 0)
    throw new InputError("RECORDING_EMPTY", `"${options.command.join(" ")}" made no call of ${descriptor.binary} that was recorded`, {
      hint: `Lead the wrapper to the stand-in: it is "${descriptor.binary}" on PATH, the path in XTASK_STAND_IN, {stand-in} in the command, or --project with --replace for one that starts a file of its own`,
    });
  const acceptanceOf = await askAcceptance(world, { descriptor, binary: options.binary, calls, target });
  const document = buildRecording({ calls, versions, target, acceptanceOf, wrapperVersion: options.wrapperVersion });
  const path = options.out;
  if (path !== undefined) await world.files.writeText(path, renderJson(document));
  return describeRecording(document, { cli: descriptor.binary, path, torn, words: rootWords(where) });
}

function pickTarget(versions: readonly KnownVersion[], wanted: string | undefined, { root }: CliRoot): KnownVersion {
  const found = wanted === undefined ? versions.at(-1) : versions.find(({ version }) => version === wanted);
  if (found !== undefined) return found;
  throw new InputError("UNION_MISSING", `"${root}/snapshots/${wanted ?? ""}/union.json" does not exist`, {
    hint: `There are unions of ${versions.map(({ version }) => version).join(", ")}; another is made by xtask parity ${folderWords(root)} --version ${wanted ?? "<v>"}`,
  });
}

function describeRecording(
  { scenarios, recording }: WrapperScenarios,
  { cli, path, torn, words }: { readonly cli: string; readonly path: string | undefined; readonly torn: number; readonly words: string },
): CommandResult {
  if (recording === undefined) throw new Error("The recording is absent");
  const isWrong = recording.unshown.some(({ state }) => state === "removed" || state === "wrong");
  return {
    status: isWrong ? "findings" : "ok",
    data: { schema: "wrapper-coverage.record.v1", ...(path === undefined ? {} : { path }), torn, scenarios, recording },
    text: renderRecording({ cli, scenarios, recording, path, words }),
    ...(torn === 0
      ? {}
      : {
          diagnostics: `warning: ${String(torn)} ${torn === 1 ? "call was" : "calls were"} killed while the stand-in wrote it down; it is not counted`,
        }),
  };
}
