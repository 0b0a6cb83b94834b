import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import type { Pointer } from "./pointers.ts";
import { snapshotPath, unionPath } from "./snapshots.ts";
import { metadataPath, passedTargets, supportedTargets } from "./version-metadata.ts";

const MISSING_VERSION_METADATA = "POINTER_REFERENCES_MISSING_VERSION_METADATA" satisfies ViolationCode;
const MISSING_SNAPSHOT = "POINTER_REFERENCES_MISSING_SNAPSHOT" satisfies ViolationCode;
const INCONSISTENT = "POINTER_INCONSISTENT_WITH_VERSION_METADATA" satisfies ViolationCode;

/**
 * Checks that what pointers name exists and that the metadata grants it.
 * @param metadataByVersion the metadata that parses, by version
 */
export function checkPointerReferences(
  context: CheckContext,
  pointers: readonly Pointer[],
  metadataByVersion: ReadonlyMap<string, unknown>,
): void {
  for (const pointer of pointers) {
    if (pointer.value.type !== "version") continue;
    const { version } = pointer.value;
    checkExistence(context, pointer, version);
    if (metadataByVersion.has(version)) checkMetadata(context, pointer, version, metadataByVersion.get(version));
  }
}

function checkExistence({ files, applies, report }: CheckContext, { path, target, kind }: Pointer, version: string): void {
  if (!applies(MISSING_SNAPSHOT)) return;
  const place = { path, unit: "pointers", keyOrName: target, field: kind === "root" ? undefined : kind, target } as const;
  const isAbsent = (wanted: string): boolean => files.file(wanted).type === "absent";
  if (isAbsent(metadataPath(version)))
    report({
      ...place,
      code: MISSING_VERSION_METADATA,
      message: `Names version ${version}, whose metadata "${metadataPath(version)}" is missing`,
    });
  const wanted = [unionPath(version), ...(target === undefined ? [] : [snapshotPath(version, target)])];
  for (const missing of wanted.filter(isAbsent))
    report({ ...place, code: MISSING_SNAPSHOT, message: `Names version ${version}, whose "${missing}" is missing` });
}

function checkMetadata({ report }: CheckContext, { path, target, kind }: Pointer, version: string, metadata: unknown): void {
  if (target === undefined) return;
  const lists = [
    { pointer: "/coverage/supported_targets", targets: supportedTargets(metadata) },
    ...(kind === "latest_validated" ? [{ pointer: "/validation/passed_targets", targets: passedTargets(metadata) }] : []),
  ];
  for (const { pointer, targets } of lists) {
    if (targets.includes(target)) continue;
    const message = `Must include "${target}", because "${path}" is "${version}"; has ${targets.length === 0 ? "no target" : targets.map((found) => `"${found}"`).join(", ")}`;
    report({ code: INCONSISTENT, path: metadataPath(version), unit: "pointers", keyOrName: target, field: kind, target, pointer, message });
  }
}
