import type { ParityRules, VersionMetadataV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { outdatedTargets } from "@lockstep/parity/detect";
import type { Artifact } from "../artifacts.ts";
import { rootWords, type CliRoot } from "../cli-root.ts";
import { keptRecordingCommand, keptRecordingPath, type RecordingRecipe } from "../recording/kept-recording.ts";
import { planKeptRecording, RECORDING_TIMEOUT_MS } from "../recording/record-wrapper.ts";
import type { World } from "../world.ts";
import { planReports } from "./report.ts";
import { planUnion } from "./union.ts";
import { planVersionMetadata } from "./version-metadata.ts";
import { planWrapperCoverage } from "./wrapper-coverage.ts";
import { planWrapperSurface, wrapperSurfaceCommand } from "./wrapper-surface.ts";

/** A committed file that is not what its inputs give. */
export interface StaleFile {
  readonly path: string;
  readonly problem: string;
  /** The command that mends it. */
  readonly fix: string;
}

/** One derivable group of files. */
export interface VerifyStage {
  /** What stands for the group when it cannot be derived at all. */
  readonly path: string;
  /** The command that derives it. */
  readonly fix: string;
  /** The version whose release date its artifacts carry. */
  readonly version: string;
  /** Whether it is derived from the file, or from the group that the path stands for. */
  needs(path: string): boolean;
  plan(): Promise<{
    readonly artifacts: readonly Artifact[];
    readonly problems: readonly StaleFile[];
    /** The inputs that the problems are about: nothing else may be derived from them either. */
    readonly refusedInputs?: readonly string[];
  }>;
}

/** A version to verify, with its committed status; it has none when its metadata is missing. */
export interface VerifiedVersion {
  readonly version: string;
  readonly status: VersionMetadataV1["status"] | undefined;
  /** A version that is only snapshotted may have reports, but need not. */
  readonly hasReports: boolean;
}

/** Makes the stages of one root. */
export class VerifyStages {
  readonly #world: World;
  readonly #where: CliRoot;
  readonly #rules: ParityRules;

  constructor(world: World, where: CliRoot, rules: ParityRules) {
    this.#world = world;
    this.#where = where;
    this.#rules = rules;
  }

  union(version: string): VerifyStage {
    const path = this.#union(version);
    const needs = (input: string): boolean => this.#isSnapshot(input) && input.startsWith(this.#path(`snapshots/${version}/`));
    return this.#stage({ version, path, fix: this.#command("union", version), needs }, async () => {
      const plan = await planUnion(this.#world.files, this.#where, this.#rules, version, "check");
      if (plan.type === "union") return { artifacts: [plan.artifact], problems: [] };
      const parsers = plan.parsers.map(({ target, parser }) => `${target} ${parser}`).join(", ");
      return {
        artifacts: [],
        refusedInputs: outdatedTargets(plan.parsers).map((target) => this.#path(`snapshots/${version}/${target}.json`)),
        problems: [
          {
            path,
            problem: `has inputs of different parsers: ${parsers}`,
            fix: `${this.#command("parity", version)} ${outdatedTargets(plan.parsers)
              .map((target) => `--target ${target}`)
              .join(", ")}`,
          },
        ],
      };
    });
  }

  wrapperSurface(path: string, newest: string): VerifyStage {
    const needs = (input: string): boolean => this.#isSnapshot(input);
    return this.#stage({ version: newest, path, fix: wrapperSurfaceCommand(this.#where), needs }, async () => ({
      artifacts: [(await planWrapperSurface(this.#world.files, this.#where)).artifact],
      problems: [],
    }));
  }

  /** The wrapper is recorded anew by its own tests. */
  recording(recipe: RecordingRecipe, newest: string): VerifyStage {
    const path = keptRecordingPath(this.#where);
    const needs = (input: string): boolean => input.startsWith(this.#path("snapshots/"));
    return this.#stage({ version: newest, path, fix: keptRecordingCommand(this.#where), needs }, async () => {
      const { text } = await planKeptRecording(this.#world, this.#where, recipe, RECORDING_TIMEOUT_MS);
      return { artifacts: [{ path, content: { type: "text", text } }], problems: [] };
    });
  }

  /** `surface` is the file from which the wrapper may know what it may emit. */
  wrapperCoverage(newest: string, surface: string | undefined): VerifyStage {
    const fix = `xtask wrapper-coverage ${rootWords(this.#where)}`;
    const recording = keptRecordingPath(this.#where);
    const needs = (input: string): boolean => input === surface || input === recording || input.startsWith(this.#path("snapshots/"));
    return this.#stage({ version: newest, path: this.#coverage, fix, needs }, async () => ({
      artifacts: [(await planWrapperCoverage(this.#world, this.#where, this.#rules)).artifact],
      problems: [],
    }));
  }

  reports(version: string): VerifyStage {
    const path = this.#path(`reports/${version}`);
    const needs = (input: string): boolean => [this.#union(version), this.#coverage].includes(input);
    return this.#stage({ version, path, fix: this.#command("report", version), needs }, async () => ({
      artifacts: (await planReports(this.#world.files, this.#where, this.#rules, version)).artifacts,
      problems: [],
    }));
  }

  metadata(version: string, status: VersionMetadataV1["status"]): VerifyStage {
    const path = this.#path(`versions/${version}.json`);
    const fixWith = (to: string): string => `${this.#command("version-metadata", version)} --status ${to}`;
    const reports = this.#path(`reports/${version}`);
    const inputs = [this.#union(version), this.#coverage, reports, `${reports}/coverage.any.json`];
    const needs = (input: string): boolean => inputs.includes(input);
    return this.#stage({ version, path, fix: fixWith(status), needs }, async () => {
      const plan = await planVersionMetadata(this.#world.files, this.#where, this.#rules, { version, status, validation: undefined });
      const problems = plan.redGates.map((gate) => ({
        path,
        problem: `has lost its status "${status}": ${gate}`,
        fix: fixWith("reported"),
      }));
      return { artifacts: problems.length > 0 ? [] : [plan.artifact], problems };
    });
  }

  missingMetadata(version: string, wanted: string): VerifyStage {
    const path = this.#path(`versions/${version}.json`);
    const fix = `${this.#command("version-metadata", version)} --status ${wanted}`;
    const needs = (): boolean => false;
    return this.#stage({ version, path, fix, needs }, async () => ({ artifacts: [], problems: [{ path, problem: "is missing", fix }] }));
  }

  current(latest: string): VerifyStage {
    const path = this.#path("current.json");
    const union = this.#union(latest);
    const needs = (input: string): boolean => input === union;
    return this.#stage({ version: latest, path, fix: `xtask validate ${rootWords(this.#where)} --mode fix`, needs }, async () => {
      const text = await this.#world.files.readText(union);
      if (text === undefined) {
        throw new InputError("FILE_MISSING", `"${union}" does not exist, but "latest_validated.txt" names ${latest}`, {
          hint: `Merge its snapshots: xtask union ${rootWords(this.#where)} --version ${latest}`,
        });
      }
      return { artifacts: [{ path, content: { type: "text", text } }], problems: [] };
    });
  }

  #stage(about: Omit<VerifyStage, "plan">, plan: VerifyStage["plan"]): VerifyStage {
    return { ...about, plan };
  }

  get #coverage(): string {
    return this.#path("wrapper_coverage.json");
  }

  #union(version: string): string {
    return this.#path(`snapshots/${version}/union.json`);
  }

  #isSnapshot(path: string): boolean {
    return path.startsWith(this.#path("snapshots/")) && !path.endsWith("/union.json");
  }

  #path(below: string): string {
    return `${this.#where.root}/${below}`;
  }

  #command(verb: string, version: string): string {
    return `xtask ${verb} ${rootWords(this.#where)} --version ${version}`;
  }
}
