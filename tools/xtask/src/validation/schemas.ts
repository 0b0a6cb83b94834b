import { findMistakes, type FindMistakes } from "@lockstep/contracts";
import { parseJson, type Files } from "@lockstep/kernel";
import { requireText } from "../cli-root.ts";

/** The schema files that replace the built-in ones when they exist or are named. */
interface SchemaChoice {
  readonly root: string;
  readonly schema: string | undefined;
  readonly versionSchema: string | undefined;
}

interface GivenSchema {
  readonly path: string;
  readonly schema: unknown;
}

/**
 * The schemas that a root is validated against: the named ones, else its own `SCHEMA.json` and `VERSION_METADATA_SCHEMA.json`,
 * else the built-in ones. Throws `InputError` for a schema that is absent, unparsable or unusable.
 */
export async function mistakeFinderOf(files: Files, { root, schema, versionSchema }: SchemaChoice): Promise<FindMistakes> {
  const [artifacts, versionMetadata] = await Promise.all([
    readSchema(files, schema, `${root}/SCHEMA.json`, "--schema"),
    readSchema(files, versionSchema, `${root}/VERSION_METADATA_SCHEMA.json`, "--version-schema"),
  ]);
  if (artifacts === undefined && versionMetadata === undefined) return findMistakes;
  // The schema compiler is large, and most roots use the built-in validators.
  const { customMistakeFinder } = await import("@lockstep/contracts/custom-schema");
  const custom = customMistakeFinder(
    artifacts ?? { path: "SCHEMA.json", schema: anyArtifacts },
    versionMetadata ?? { path: "VERSION_METADATA_SCHEMA.json", schema: {} },
  );
  return (kind, value) =>
    (kind === "VersionMetadataV1" ? versionMetadata : artifacts) === undefined ? findMistakes(kind, value) : custom(kind, value);
}

/** Stands in for an absent schema, because the compiler wants both; the kinds in it are left to the built-in validators. */
const anyArtifacts = { $defs: { UpstreamSnapshotV1: {}, UpstreamSnapshotUnionV2: {}, WrapperCoverageV1: {}, CoverageReportV1: {} } };

async function readSchema(files: Files, named: string | undefined, ofRoot: string, option: string): Promise<GivenSchema | undefined> {
  const path = named ?? ofRoot;
  const text = named === undefined ? await files.readText(path) : await requireText(files, path, `Name an existing file with ${option}`);
  return text === undefined ? undefined : { path, schema: parseJson(path, text, "Correct it, or name another schema") };
}
