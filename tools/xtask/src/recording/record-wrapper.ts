import { join } from "node:path";
import { InputError, renderJson, type CommandResult } from "@lockstep/kernel";
import { buildRecording, withAccepted, type KnownVersion } from "@lockstep/parity";
import type { CliDescriptor, WrapperScenarios } from "@lockstep/contracts";
import { folderWords, readDescriptor, rootWords, type CliRoot } from "../cli-root.ts";
import { readKnownVersions } from "../stages/wrapper-coverage.ts";
import type { World } from "../world.ts";
import { askAcceptance, assertBinary } from "./ask-acceptance.ts";
import { keptRecordingPath, keptText, recordingFolder, type RecordingRecipe } from "./kept-recording.ts";
import { readAnswer, recordCalls } from "./record-calls.ts";
import { renderRecording, type ShownRecording } from "./render-recording.ts";

/** How long a recorded command may take unless another time is asked for. */
export const RECORDING_TIMEOUT_MS = 600_000;

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

/** What to record, without where it goes. */
type Recorded = Omit<RecordWrapperOptions, "out">;

/** A wrapper's calls as a document, and how many stand-ins were killed before they had told theirs. */
interface MadeRecording {
  readonly document: WrapperScenarios;
  readonly torn: number;
  readonly descriptor: CliDescriptor;
}

/**
 * Measures any wrapper by what it emits: runs a command of its own against a stand-in of the CLI and writes the calls as a
 * `WrapperScenarios` document. What the version has removed, refuses, or is not known to take is a finding.
 */
export async function recordWrapper(world: World, where: CliRoot, options: RecordWrapperOptions): Promise<CommandResult> {
  const path = options.out;
  if (path !== undefined && (await world.files.stat(path))?.type === "folder")
    throw new InputError("OUT_IS_FOLDER", `"${path}" of --out is a folder`, { hint: "Name the file to write" });
  const { document, torn, descriptor } = await makeRecording(world, where, options, world.files.absolute("."));
  const text = renderJson(document);
  const isWritten = path !== undefined && (await world.files.readText(path)) !== text;
  if (isWritten) await world.files.writeText(path, text);
  return describeRecording(document, { cli: descriptor.binary, path, isKept: false, isWritten, torn, words: rootWords(where) });
}

/** Records by the recipe of `cli.json`, and brings the root's kept document up to date. Findings are those of `recordWrapper`. */
export async function recordKept(world: World, where: CliRoot, recipe: RecordingRecipe, timeoutMs: number): Promise<CommandResult> {
  const path = keptRecordingPath(where);
  const { text, document, torn, descriptor } = await planKeptRecording(world, where, recipe, timeoutMs);
  const isWritten = (await world.files.readText(path)) !== text;
  if (isWritten) await world.files.writeText(path, text);
  return describeRecording(document, { cli: descriptor.binary, path, isKept: true, isWritten, torn, words: rootWords(where) });
}

/** The document that a root is to keep, recorded by the recipe of its `cli.json`, and its text. */
export async function planKeptRecording(
  world: World,
  where: CliRoot,
  recipe: RecordingRecipe,
  timeoutMs: number,
): Promise<MadeRecording & { readonly text: string }> {
  const folder = await recordingFolder(world, where, await readDescriptor(world.files, where));
  const made = await makeRecording(
    world,
    where,
    {
      command: recipe.command,
      wrapperVersion: recipe.wrapper_version,
      answers: recipe.answers === undefined ? undefined : join(folder, recipe.answers),
      version: undefined,
      binary: undefined,
      project: undefined,
      replaced: [],
      timeoutMs,
    },
    folder,
  );
  return { ...made, text: keptText(made.document, await world.files.readText(keptRecordingPath(where))) };
}

async function makeRecording(world: World, where: CliRoot, options: Recorded, folder: string): Promise<MadeRecording> {
  const versions = await readKnownVersions(world, where);
  const target = pickTarget(versions, options.version, where);
  const descriptor = await readDescriptor(world.files, where);
  if (descriptor === undefined)
    throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist; a stand-in needs the name of the CLI`, {
      hint: "Name the CLI with --cli, a folder of manifests/",
    });
  if (options.binary !== undefined) await assertBinary(world, descriptor, options.binary, target);
  const { calls, torn } = await recordCalls(world, {
    cli: {
      binary: descriptor.binary,
      versionArgs: descriptor.version_args,
      versionOutput: target.union.inputs[0]?.binary.version_output ?? target.version,
      initializeRequest: descriptor.initialize_request,
    },
    command: options.command,
    folder,
    answer: await readAnswer(world, options.answers),
    project: options.project === undefined ? undefined : world.files.absolute(options.project),
    replaced: options.replaced,
    timeoutMs: options.timeoutMs,
  });
  if (calls.length === 0 && torn > 0)
    throw new InputError(
      "RECORDING_TORN",
      `Every stand-in of ${descriptor.binary} was killed before it had written its call down (${String(torn)})`,
      {
        hint: "Let the command wait for an answer: --answers names what the stand-in says",
      },
    );
  if (calls.length === 0)
    throw new InputError("RECORDING_EMPTY", `"${options.command.join(" ")}" made no call of ${descriptor.binary} that was recorded`, {
      hint: `Lead the wrapper to the stand-in: it is "${descriptor.binary}" on PATH, the path in XTASK_STAND_IN, {stand-in} in the command, or --project with --replace for one that starts a file of its own`,
    });
  const { accepted, refusalOf } = await askAcceptance(world, { descriptor, binary: options.binary, calls, target });
  const { wrapperVersion } = options;
  const document = buildRecording({ calls, versions, target: withAccepted(target, accepted), refusalOf, wrapperVersion });
  return { document, torn, descriptor };
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
  { torn, ...shown }: { readonly torn: number } & Pick<ShownRecording, "cli" | "path" | "isKept" | "isWritten" | "words">,
): CommandResult {
  if (recording === undefined) throw new Error("The recording is absent");
  const isWrong = recording.unshown.some(({ state }) => state !== "hidden");
  return {
    status: isWrong ? "findings" : "ok",
    data: { schema: "wrapper-coverage.record.v1", ...(shown.path === undefined ? {} : { path: shown.path }), torn, scenarios, recording },
    text: renderRecording({ ...shown, scenarios, recording }),
    ...(torn === 0
      ? {}
      : {
          diagnostics: `warning: ${String(torn)} of the calls ${torn === 1 ? "is" : "are"} not counted: the stand-in was killed before it had written the words down`,
        }),
  };
}
