import { InputError } from "@lockstep/kernel";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { ContractKind, FindMistakes } from "./contracts.ts";
import { describeMistakes } from "./schema-mistake.ts";

/**
 * Checks against the schemas that a manifest root brings along instead of the built-in ones.
 * @param artifacts a parsed `SCHEMA.json` with one `$defs` entry per kind
 * @param versionMetadata a parsed `VERSION_METADATA_SCHEMA.json`
 * Throws `InputError` `SCHEMA_UNUSABLE` when either is no JSON Schema or lacks a kind.
 */
export function customMistakeFinder(
  artifacts: { readonly path: string; readonly schema: unknown },
  versionMetadata: { readonly path: string; readonly schema: unknown },
): FindMistakes {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: false, validateFormats: false });
  const compiled = new Map<ContractKind, ValidateFunction>();
  const compile = (kind: ContractKind, path: string, reference: string): void => {
    try {
      const validate = ajv.getSchema(reference);
      if (validate === undefined) throw new Error(`it has no "$defs" entry "${kind}"`);
      compiled.set(kind, validate);
    } catch (cause) {
      throw unusable(path, cause);
    }
  };
  add(ajv, artifacts, "artifacts");
  add(ajv, versionMetadata, "version-metadata");
  for (const kind of ["UpstreamSnapshotV1", "UpstreamSnapshotUnionV2", "WrapperCoverageV1", "CoverageReportV1"] as const) {
    compile(kind, artifacts.path, `artifacts#/$defs/${kind}`);
  }
  compile("VersionMetadataV1", versionMetadata.path, "version-metadata");
  return (kind, value) => {
    const validate = compiled.get(kind);
    if (validate === undefined) throw new Error(`No custom schema for ${kind}`);
    return validate(value) ? [] : describeMistakes(validate.errors ?? [], value);
  };
}

function add(ajv: Ajv2020, source: { readonly path: string; readonly schema: unknown }, id: string): void {
  try {
    if (typeof source.schema !== "object" || source.schema === null) throw new Error("it is no JSON object");
    // The root's own "$id" must not decide where its references point.
    ajv.addSchema({ ...source.schema, $id: id });
  } catch (cause) {
    throw unusable(source.path, cause);
  }
}

function unusable(path: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError("SCHEMA_UNUSABLE", `"${path}" is no usable JSON Schema (draft 2020-12): ${reason}`, {
    cause,
    hint: "Correct the schema, or leave the option that names it out to use the built-in one",
  });
}
