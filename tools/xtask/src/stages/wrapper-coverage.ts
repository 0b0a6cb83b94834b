import {
  parseContract,
  type CliDescriptor,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type UpstreamSnapshotV1,
  type WrapperScenarios,
} from "@lockstep/contracts";
import { EnvironmentError, InputError } from "@lockstep/kernel";
import { deriveCoverage, type CoverageInputs, type KnownVersion } from "@lockstep/parity";
import { buildGrammar } from "@lockstep/surface/argv";
import type { Artifact } from "../artifacts.ts";
import { readDescriptor, rootWords, type CliRoot } from "../cli-root.ts";
import { childEnvironment } from "../child-environment.ts";
import { keptRecordingPath, readKeptRecording, recipeOf } from "../recording/kept-recording.ts";
import { describeEnd } from "../process-end.ts";
import type { World } from "../world.ts";
import { snapshotVersions } from "./snapshot-versions.ts";
import { findRepository } from "./wrapper-repository.ts";

const TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** The wrapper coverage of a CLI to write, and how much it was derived from. */
export interface WrapperCoveragePlan {
  readonly artifact: Artifact;
  readonly scenarios: number;
  readonly versions: readonly string[];
  readonly units: number;
}

/**
 * Plans `wrapper_coverage.json` from the wrapper's scenarios and the committed unions, with their snapshots where they are;
 * `from` is a command instead of `cli.json`'s.
 */
export async function planWrapperCoverage(world: World, where: CliRoot, rules: ParityRules, from?: string): Promise<WrapperCoveragePlan> {
  const scenarios = await readScenarios(world, where, from);
  const unions = await readUnions(world, where);
  const document = deriveCoverage({ rules, scenarios, unions, generatedAt: "" });
  return {
    artifact: { path: `${where.root}/wrapper_coverage.json`, content: { type: "document", document, timeField: "generated_at" } },
    scenarios: scenarios.scenarios.length,
    versions: unions.map(({ version }) => version),
    units: document.coverage.reduce((sum, { flags, args }) => sum + 1 + (flags?.length ?? 0) + (args?.length ?? 0), 0),
  };
}

/**
 * The wrapper's scenarios: of a wrapper that is recorded the kept recording, else what the command of `cli.json`, or `from`,
 * prints. Throws `InputError` when none is named or the document is absent or invalid, and `EnvironmentError` when the command fails.
 */
export async function readScenarios(world: World, where: CliRoot, from?: string): Promise<WrapperScenarios> {
  const descriptor = await readDescriptor(world.files, where);
  if (from === undefined && recipeOf(descriptor) !== undefined)
    return parseContract("WrapperScenarios", keptRecordingPath(where), await readKeptRecording(world, where));
  const command = from === undefined ? descriptor?.wrapper?.scenarios : from.split(/\s+/).filter((word) => word !== "");
  if (command === undefined) {
    throw new InputError("WRAPPER_UNKNOWN", `No "cli.json" of ${where.cli} names a wrapper`, {
      hint: `Record it by its own tests: xtask wrapper-coverage ${rootWords(where)} --record --save --wrapper-version <v> -- <command>; or give --from <command>`,
    });
  }
  const wrapper = descriptor?.wrapper;
  const repository = wrapper === undefined ? undefined : await findRepository(world.files, where.root, wrapper);
  // A root that stands elsewhere may use the wrapper of the folder that the command runs in.
  const cwd = repository ?? world.files.absolute(".");
  return parseContract("WrapperScenarios", `the output of "${command.join(" ")}"`, await runScenarios(world, command, cwd));
}

/** Whether the CLI has a wrapper whose coverage can be derived. */
export function hasWrapper(descriptor: CliDescriptor | undefined): boolean {
  return descriptor?.wrapper !== undefined;
}

async function runScenarios(world: World, [file = "", ...args]: readonly string[], cwd: string): Promise<string> {
  const env = childEnvironment(world.env);
  const shown = [file, ...args].join(" ");
  const outcome = await world.processes.run({ file, args, cwd, env, totalMs: TIMEOUT_MS, maxOutputBytes: MAX_OUTPUT_BYTES });
  if (outcome.type === "exited" && outcome.exitCode === 0) return outcome.stdout;
  throw new EnvironmentError(
    "SCENARIOS_FAILED",
    `The wrapper's command "${shown}" ${describeEnd(outcome)}; expected exit 0 and a WrapperScenarios document\n${outcome.stderr.split("\n").slice(-20).join("\n")}`.trimEnd(),
    {
      hint: `Run it by hand in "${cwd}": ${shown}`,
    },
  );
}

/**
 * Every committed union of a root, ascending, with its snapshots where they are. Throws `InputError` when there is none, or one is
 * of another version than its folder.
 */
export async function readUnions(world: Pick<World, "files">, where: CliRoot): Promise<CoverageInputs["unions"]> {
  const { root } = where;
  const framework = (await readDescriptor(world.files, where))?.framework ?? "clap";
  const unions: CoverageInputs["unions"][number][] = [];
  for (const version of await snapshotVersions(world.files, root)) {
    const folder = `${root}/snapshots/${version}`;
    const path = `${folder}/union.json`;
    const text = await world.files.readText(path);
    if (text === undefined) continue;
    const union = parseContract("UpstreamSnapshotUnionV2", path, text);
    const other = union.inputs.find(({ binary }) => binary.semantic_version !== version);
    if (other !== undefined) {
      throw new InputError(
        "UNION_MISMATCH",
        `"${path}" has an input of version "${other.binary.semantic_version ?? ""}" (${other.target_triple}), expected "${version}"`,
        { hint: `Merge it again: xtask union ${rootWords(where)} --version ${version}` },
      );
    }
    unions.push({ version, union, framework, snapshots: await readInputs(world, folder, union) });
  }
  if (unions.length === 0)
    throw new InputError("UNIONS_MISSING", `"${root}/snapshots" has no union to read command lines with`, {
      hint: `Merge snapshots first: xtask union ${rootWords(where)} --version <v>`,
    });
  return unions;
}

/** The snapshots that a union was made of. One that is gone or of another binary leaves the others without meaning: then none. */
async function readInputs(
  world: Pick<World, "files">,
  folder: string,
  { inputs }: UpstreamSnapshotUnionV2,
): Promise<readonly UpstreamSnapshotV1[]> {
  const snapshots: UpstreamSnapshotV1[] = [];
  for (const { target_triple: target, binary } of inputs) {
    const path = `${folder}/${target}.json`;
    const text = await world.files.readText(path);
    const snapshot = text === undefined ? undefined : parseContract("UpstreamSnapshotV1", path, text);
    if (snapshot?.binary.sha256 !== binary.sha256) return [];
    snapshots.push(snapshot);
  }
  return snapshots;
}

/** Every committed version with the grammar that its command lines are read by, ascending. Throws what `readUnions` throws. */
export async function readKnownVersions(world: Pick<World, "files">, where: CliRoot): Promise<readonly KnownVersion[]> {
  const unions = await readUnions(world, where);
  return unions.map((known) => ({ ...known, grammar: buildGrammar(known.union.commands, known) }));
}
