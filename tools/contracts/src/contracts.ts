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
}
export type ContractKind = keyof Contracts;

/** Finds what a value breaks of the contract of a kind; `[]` when it keeps it. */
export type FindMistakes = (kind: ContractKind, value: unknown) => readonly SchemaMistake[];

/** Checks against the schemas that this program was built with. */
export const findMistakes: FindMistakes = (kind, value) => {
  const validate = validators[kind];
  return validate(value) ? [] : describeMistakes(validate.errors ?? [], value);
};

/**
 * Parses and checks the text of the file at `path`, so that an unchecked document never has a contract's type. Throws
 * `InputError` `JSON_INVALID` (line and column) or `SCHEMA_VIOLATION` (every mistake with pointer, actual and wanted value).
 */
export function parseContract<Kind extends ContractKind>(kind: Kind, path: string, text: string, hint?: string): Contracts[Kind] {
  const value = parseJson(path, text, hint);
  const mistakes = findMistakes(kind, value);
  if (mistakes.length > 0) {
    const shown = mistakes.slice(0, 10).map(({ pointer, message }) => `\n  ${pointer === "" ? "/" : pointer}: ${message}`);
    const more = mistakes.length > 10 ? `\n  and ${String(mistakes.length - 10)} more` : "";
    throw new InputError("SCHEMA_VIOLATION", `"${path}" is no valid ${kind}:${shown.join("")}${more}`, hint === undefined ? {} : { hint });
  }
  return value as Contracts[Kind];
}
