import { InputError, parseJson } from "@lockstep/kernel";
import type * as types from "./generated/types.ts";
import * as validators from "./generated/validators.js";
import { describeMistakes, type SchemaMistake } from "./schema-mistake.ts";

/** The document type of each contract kind. */
export interface Contracts {
  readonly UpstreamSnapshotV1: types.UpstreamSnapshotV1;
  readonly UpstreamSnapshotUnionV2: types.UpstreamSnapshotUnionV2;
  readonly WrapperCoverageV1: types.WrapperCoverageV1;
  readonly CoverageReportV1: types.CoverageReportV1;
  readonly VersionMetadataV1: types.VersionMetadataV1;
  readonly ParityRules: types.ParityRules;
  readonly CliDescriptor: types.CliDescriptor;
  readonly ArtifactsLock: types.ArtifactsLock;
  readonly CommandSupplement: types.CommandSupplement;
  readonly WrapperScenarios: types.WrapperScenarios;
  readonly WrapperSurface: types.WrapperSurface;
  readonly Waivers: types.Waivers;
  readonly DeclaredSurface: types.DeclaredSurface;
  readonly PlanJournalEvent: types.PlanJournalEvent;
  readonly ChangePlan: types.ChangePlan;
}
export type ContractKind = keyof Contracts;

/** Finds what a value breaks of the contract of a kind; `[]` when it keeps it. */
export type FindMistakes = (kind: ContractKind, value: unknown) => readonly SchemaMistake[];

/** Checks against the schemas that this program was built with. */
export const findMistakes: FindMistakes = (kind, value) => {
  const validate = validators[kind];
  return validate(value) ? [] : describeMistakes(validate.errors ?? [], value);
};

const restore = "Restore it from version control";
/** Of a document that somebody writes. */
const correct = (schema: string): string => `Correct it: schemas/${schema} says what it holds`;

/** What to do about a broken document of each kind. */
const remedies: Readonly<Record<ContractKind, string>> = {
  UpstreamSnapshotV1: `${restore}, or take it again: xtask snapshot`,
  UpstreamSnapshotUnionV2: `${restore}, or merge it again: xtask union`,
  WrapperCoverageV1: `${restore}, or compute it again: xtask wrapper-coverage`,
  CoverageReportV1: `${restore}, or write it again: xtask report`,
  VersionMetadataV1: `${restore}, or write it again: xtask version-metadata`,
  ParityRules: correct("RULES_SCHEMA.json"),
  CliDescriptor: correct("CLI_SCHEMA.json"),
  ArtifactsLock: `${restore}, and pin what is missing then: xtask lock`,
  CommandSupplement: correct("SUPPLEMENT_SCHEMA.json"),
  WrapperScenarios: "It is what the command of wrapper.scenarios in cli.json prints: see schemas/WRAPPER_SCENARIOS_SCHEMA.json",
  WrapperSurface: `${restore}, or write it again: xtask wrapper-surface`,
  Waivers: correct("WAIVERS_SCHEMA.json"),
  ChangePlan: `${restore}, or stage it again: xtask plan create`,
  PlanJournalEvent: "Look at the files that it names; their former bytes are in the folder files/ beside it",
  DeclaredSurface: "Remove it, and take the snapshot again: xtask snapshot",
};

/**
 * Parses and checks the text of the file at `path`, so that an unchecked document never has a contract's type. Throws
 * `InputError` `JSON_INVALID` (line and column) or `SCHEMA_VIOLATION` (every mistake with pointer, actual and wanted value).
 */
export function parseContract<Kind extends ContractKind>(kind: Kind, path: string, text: string, hint = remedies[kind]): Contracts[Kind] {
  const value = parseJson(path, text, hint);
  const mistakes = findMistakes(kind, value);
  if (mistakes.length > 0) {
    const shown = mistakes.slice(0, 10).map(({ pointer, message }) => `\n  ${pointer === "" ? "/" : pointer}: ${message}`);
    const more = mistakes.length > 10 ? `\n  and ${String(mistakes.length - 10)} more` : "";
    throw new InputError("SCHEMA_VIOLATION", `"${path}" is no valid ${kind}:${shown.join("")}${more}`, { hint });
  }
  return value as Contracts[Kind];
}
