import { type AskOptions, type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import {
  completionArgv,
  type CompletionRequest,
  debugModelsArgv,
  type DebugModelsRequest,
  debugPromptInputArgv,
  type DebugPromptInputRequest,
  doctorArgv,
  type DoctorRequest,
} from "../argv/diagnosis.ts";
import { migrateRolloutsArgv, type MigrateRolloutsRequest } from "../argv/migrate-rollouts.ts";
import { askDocument, askText } from "../codex-tools.ts";
import type { DoctorReport } from "../generated/doctor-report.ts";
import * as doctorGuards from "../generated/doctor-report.validators.js";
import type { ModelCatalogue } from "../generated/model-catalogue.ts";
import * as modelGuards from "../generated/model-catalogue.validators.js";
import type { PromptInputItem } from "../generated/prompt-input.ts";
import * as promptGuards from "../generated/prompt-input.validators.js";
import type { RolloutMigration } from "../generated/rollout-migration.ts";
import * as migrationGuards from "../generated/rollout-migration.validators.js";

/** Questions about the installation. */
export interface DiagnosisCalls {
  /** The report for programs; findings are no error. */
  doctor(request?: DoctorRequest, options?: CallOptions): Promise<DoctorReport>;
  /** The report for people; findings are no error. */
  doctorText(request?: DoctorRequest, options?: CallOptions): Promise<string>;
  /** The model catalogue; of a model, little more than its name is typed. */
  models(request?: DebugModelsRequest, options?: CallOptions): Promise<ModelCatalogue>;
  /** What a model would see of a prompt; of an item, its type alone is typed. */
  promptInput(request?: DebugPromptInputRequest, options?: CallOptions): Promise<readonly PromptInputItem[]>;
  /** The completion script of a shell. */
  completion(request: CompletionRequest, options?: CallOptions): Promise<string>;
  /** Looks at old local sessions, or moves them to the new form. Sessions that fail are no error: each outcome has its status. */
  migrateRollouts(request?: MigrateRolloutsRequest, options?: CallOptions): Promise<RolloutMigration>;
}

export function diagnosisCalls(invocation: Invocation): DiagnosisCalls {
  return {
    doctor: async (request, options) =>
      askDocument(invocation, doctorArgv({ ...request, json: true }), doctorGuards.DoctorReport, reporting(options)),
    doctorText: async (request, options) => askText(invocation, doctorArgv({ ...request, json: false }), reporting(options)),
    models: async (request, options) => askDocument(invocation, debugModelsArgv(request ?? {}), modelGuards.ModelCatalogue, slow(options)),
    promptInput: async (request, options) =>
      askDocument(invocation, debugPromptInputArgv(request ?? {}), promptGuards.PromptInput, slow(options)),
    completion: async (request, options) => askText(invocation, completionArgv(request), options),
    migrateRollouts: async (request, options) =>
      askDocument(invocation, migrateRolloutsArgv({ ...request, json: true }), migrationGuards.RolloutMigration, reporting(options)),
  };
}

/** It exits with 1 when it reports something bad. */
function reporting(options?: CallOptions): AskOptions {
  return { ...slow(options), wanted: [0, 1] };
}
