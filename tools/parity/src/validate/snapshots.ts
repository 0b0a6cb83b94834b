import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import { fieldAt, fieldOf, itemsOf, textOf, textsOf } from "./json-view.ts";
import { checkSurface } from "./surface.ts";

const UNION_MISSING = "UNION_MISSING" satisfies ViolationCode;
const SNAPSHOT_MISSING = "SNAPSHOT_MISSING" satisfies ViolationCode;
const MIXED_PARSER_VERSIONS = "MIXED_PARSER_VERSIONS" satisfies ViolationCode;

const unionSpec = {
  kind: "UpstreamSnapshotUnionV2",
  unit: "snapshots",
  invalidJson: "UNION_INVALID_JSON",
  schemaInvalid: "UNION_SCHEMA_INVALID",
  wrongKind: "UNION_WRONG_KIND",
} satisfies DocumentSpec;

const snapshotSpec = {
  kind: "UpstreamSnapshotV1",
  unit: "snapshots",
  invalidJson: "SNAPSHOT_INVALID_JSON",
  schemaInvalid: "SNAPSHOT_SCHEMA_INVALID",
  wrongKind: "SNAPSHOT_WRONG_KIND",
} satisfies DocumentSpec;

/** What the other checks need of a version's union. */
export interface UnionFacts {
  /** The targets of its inputs, each once, in order; none when there is no union that parses. */
  readonly inputTargets: readonly string[];
  readonly complete: boolean;
}

/** The path of a version's union. */
export function unionPath(version: string): string {
  return `snapshots/${version}/union.json`;
}

/** The path of a version's snapshot of one target. */
export function snapshotPath(version: string, target: string): string {
  return `snapshots/${version}/${target}.json`;
}

/** Checks a version's union and the snapshot of each of its inputs. */
export function checkSnapshots(context: CheckContext, version: string): UnionFacts {
  const path = unionPath(version);
  const place = { keyOrName: version, field: "union" };
  const document = checkDocument(context, path, unionSpec, place);
  if (document.type === "absent")
    context.report({ ...place, code: UNION_MISSING, path, unit: "snapshots", message: `The union of version ${version} is missing` });
  if (document.type !== "value") return { inputTargets: [], complete: false };
  const union = document.value;
  const { inputTargets, knownTargets } = targetsOf(context, union);
  checkSurface(context, path, union, knownTargets);
  const parserVersions = new Map<string, unknown>();
  for (const target of inputTargets) {
    const snapshot = checkSnapshot(context, version, target, knownTargets);
    if (snapshot !== undefined) parserVersions.set(target, fieldAt(snapshot, "generator", "parser_version"));
  }
  checkParserVersions(context, path, version, parserVersions);
  return { inputTargets, complete: fieldOf(union, "complete") === true };
}

/** Checks the snapshots that a version's union names as inputs, and those of expected targets that are there, but not the union. */
export function checkInputs(context: CheckContext, version: string): void {
  const { files, rules } = context;
  const union = files.json(unionPath(version));
  const { inputTargets, knownTargets } = targetsOf(context, union.type === "value" ? union.value : undefined);
  const folder = files.folder(`snapshots/${version}`);
  const names = folder.type === "files" ? folder.names : [];
  const present = rules.union.expected_targets.filter((target) => names.includes(`${target}.json`));
  for (const target of new Set([...present, ...inputTargets])) checkSnapshot(context, version, target, knownTargets);
}

/** The targets of a union's inputs, each once, and those that may stand in it at all. */
function targetsOf(
  { rules }: CheckContext,
  union: unknown,
): { readonly inputTargets: readonly string[]; readonly knownTargets: ReadonlySet<string> } {
  return {
    inputTargets: [...new Set(itemsOf(fieldOf(union, "inputs")).flatMap((input) => textOf(fieldOf(input, "target_triple")) ?? []))],
    knownTargets: new Set([...rules.union.expected_targets, ...textsOf(fieldOf(union, "expected_targets"))]),
  };
}

function checkSnapshot(context: CheckContext, version: string, target: string, knownTargets: ReadonlySet<string>): unknown {
  const path = snapshotPath(version, target);
  const place = { keyOrName: target, field: "per_target", target };
  const document = checkDocument(context, path, snapshotSpec, place);
  if (document.type === "absent")
    context.report({
      ...place,
      code: SNAPSHOT_MISSING,
      path,
      unit: "snapshots",
      message: `The snapshot of "${target}" is missing; it is an input of "${unionPath(version)}"`,
    });
  if (document.type !== "value") return undefined;
  checkSurface(context, path, document.value, knownTargets);
  return document.value;
}

function checkParserVersions(
  { applies, report }: CheckContext,
  path: string,
  version: string,
  parserVersions: ReadonlyMap<string, unknown>,
): void {
  if (!applies(MIXED_PARSER_VERSIONS) || new Set(parserVersions.values()).size < 2) return;
  const found = [...parserVersions]
    .map(([target, parserVersion]) => `"${target}" ${parserVersion === undefined ? "none" : JSON.stringify(parserVersion)}`)
    .join(", ");
  report({
    code: MIXED_PARSER_VERSIONS,
    path,
    unit: "snapshots",
    keyOrName: version,
    field: "inputs",
    pointer: "/inputs",
    message: `All inputs must be read by one parser version, found ${found}; snapshot the older ones and those without a "generator" again, or parse their raw help again with "snapshot --from-raw"`,
  });
}
