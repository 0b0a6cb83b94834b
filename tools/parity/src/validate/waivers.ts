import type { UpstreamSnapshotUnionV2, Waivers } from "@lockstep/contracts";
import { changeCodes } from "@lockstep/surface/diff";
import { compare, valid } from "semver";
import { waiverId, type Waiver } from "../diff/waive.ts";
import { describeUnit, identityOf, unitId, upstreamUnits } from "../unit.ts";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import type { JsonRead } from "./root-files.ts";
import { commandPathText, quote } from "./violation.ts";

const FINDING_UNKNOWN = "WAIVER_FINDING_UNKNOWN" satisfies ViolationCode;
const DUPLICATE = "WAIVER_DUPLICATE" satisfies ViolationCode;
const EXPIRED = "WAIVER_EXPIRED" satisfies ViolationCode;
const UNUSED = "WAIVER_UNUSED" satisfies ViolationCode;

const waiversPath = "waivers.json";

const spec = {
  kind: "Waivers",
  unit: "waivers",
  invalidJson: "WAIVERS_INVALID_JSON",
  schemaInvalid: "WAIVERS_SCHEMA_INVALID",
} satisfies DocumentSpec;

/**
 * Checks the waivers of a root, where it has any.
 * @param versions those that are checked
 */
export function checkWaivers(context: CheckContext, versions: readonly string[]): void {
  if (!context.applies(UNUSED)) return;
  const document = checkDocument(context, waiversPath, spec);
  if (document.type !== "value") return;
  const read = context.files.json(waiversPath);
  const unions = versions.map((version) => context.files.json(`snapshots/${version}/union.json`));
  // Before everything is read, nothing is known to keep its schema.
  if (context.files.isProvisional || read.type !== "value" || context.files.mistakes("Waivers", read).length > 0) return;
  const { waivers } = document.value as Waivers;
  const newest = versions
    .filter((version) => valid(version) === version)
    .toSorted(compare)
    .at(-1);
  const known = new Set(unions.flatMap((union) => unitsOf(context, union)));
  const seen = new Map<string, number>();
  for (const [index, waiver] of waivers.entries()) {
    const first = seen.get(waiverId(waiver));
    seen.set(waiverId(waiver), first ?? index);
    checkWaiver(context, waiver, { index, first, newest, isUsed: isKnown(waiver, known) });
  }
}

function checkWaiver(
  context: CheckContext,
  waiver: Waiver,
  at: { readonly index: number; readonly first: number | undefined; readonly newest: string | undefined; readonly isUsed: boolean },
): void {
  const { finding, path, key, name, expires_with: end } = waiver;
  const identity = identityOf(waiver);
  const pointer = `/waivers/${String(at.index)}`;
  const report = (code: ViolationCode, field: string, message: string): void =>
    context.report({
      code,
      path: waiversPath,
      unit: "waivers",
      commandPath: commandPathText(path),
      keyOrName: key ?? name,
      field,
      pointer: `${pointer}/${field}`.replace(/\/$/, ""),
      message,
    });
  const row = Object.hasOwn(changeCodes, finding) ? changeCodes[finding as keyof typeof changeCodes] : undefined;
  if (row === undefined) report(FINDING_UNKNOWN, "finding", `Must be a finding of diff (xtask diff --list), is ${quote(finding)}`);
  else if (row.unit !== identity.unit) report(FINDING_UNKNOWN, "finding", `${quote(finding)} needs a waiver with ${unitFields[row.unit]}`);
  if (at.first !== undefined) report(DUPLICATE, "", `Names the same finding and unit as /waivers/${String(at.first)}`);
  if (at.newest !== undefined && compare(at.newest, end) >= 0)
    report(EXPIRED, "expires_with", `Must be above the newest version, ${at.newest}, is ${quote(end)}; decide anew or remove the waiver`);
  if (!at.isUsed) report(UNUSED, "", `No version has the ${identity.unit} "${describeUnit(identity)}"; remove the waiver`);
}

const unitFields = { command: "a path alone", flag: "a path and a key", arg: "a path and a name" } as const;

function isKnown(waiver: Waiver, known: ReadonlySet<string>): boolean {
  const identity = identityOf(waiver);
  return known.has(unitId(identity)) || (identity.unit === "flag" && known.has(unitId({ ...identity, path: [] })));
}

/** The units of a union; none of one that is absent or broken, which others report. */
function unitsOf({ files }: CheckContext, union: JsonRead): readonly string[] {
  if (union.type !== "value" || files.mistakes("UpstreamSnapshotUnionV2", union).length > 0) return [];
  return upstreamUnits(union.value as UpstreamSnapshotUnionV2).map(unitId);
}
