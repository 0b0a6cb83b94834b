import type { ContractKind } from "@lockstep/contracts";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { fieldOf } from "./json-view.ts";
import { quote, type Violation, type ViolationUnit } from "./violation.ts";

const FILE_UNREADABLE = "FILE_UNREADABLE" satisfies ViolationCode;

/** How one kind of JSON file is judged. */
export interface DocumentSpec {
  readonly kind: ContractKind;
  readonly unit: ViolationUnit;
  readonly invalidJson: ViolationCode;
  readonly schemaInvalid: ViolationCode;
  /** The code for a snapshot where a union belongs and the other way round. */
  readonly wrongKind?: ViolationCode;
}

/** A JSON file after the checks that every file gets. */
export type CheckedDocument =
  | { readonly type: "absent" }
  | { readonly type: "broken" }
  | { readonly type: "value"; readonly value: unknown };

/** Reports what is wrong with a file as a document: unreadable, no JSON, of another kind, against its schema. Absence is the caller's matter. */
export function checkDocument(context: CheckContext, path: string, spec: DocumentSpec, place: Partial<Violation> = {}): CheckedDocument {
  const document = context.files.json(path);
  switch (document.type) {
    case "absent":
      return document;
    case "unreadable":
      context.report({ ...place, code: FILE_UNREADABLE, path, unit: spec.unit, message: document.reason });
      return { type: "broken" };
    case "invalid":
      context.report({ code: spec.invalidJson, path, unit: "schemas", field: "json", message: `Must be JSON: ${document.reason}` });
      return { type: "broken" };
    case "value":
      break;
  }
  const claimed = claimedKind(document.value);
  const isWrongKind = spec.wrongKind !== undefined && claimed !== spec.kind;
  if (isWrongKind) context.report({ ...place, code: spec.wrongKind, path, unit: spec.unit, ...wrongKind(spec.kind, document.value) });
  // A faultless document of the other kind has one thing wrong with it, not dozens.
  if (isWrongKind && claimed !== undefined && context.files.mistakes(claimed, document).length === 0) return document;
  for (const { pointer, message } of context.files.mistakes(spec.kind, document)) {
    context.report({
      code: spec.schemaInvalid,
      path,
      unit: "schemas",
      field: "schema",
      pointer,
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    });
  }
  return document;
}

function claimedKind(value: unknown): "UpstreamSnapshotV1" | "UpstreamSnapshotUnionV2" | undefined {
  const version = fieldOf(value, "snapshot_schema_version");
  if (version === 1) return "UpstreamSnapshotV1";
  return version === 2 && fieldOf(value, "mode") === "union" ? "UpstreamSnapshotUnionV2" : undefined;
}

function wrongKind(kind: ContractKind, value: unknown): Pick<Violation, "pointer" | "message"> {
  const version = fieldOf(value, "snapshot_schema_version");
  if (kind === "UpstreamSnapshotV1") {
    return {
      pointer: "/snapshot_schema_version",
      message: `Must be the snapshot of one target ("snapshot_schema_version" 1), is ${quote(version)}`,
    };
  }
  const actual = `"snapshot_schema_version" ${quote(version)}, "mode" ${quote(fieldOf(value, "mode"))}`;
  return {
    pointer: version === 2 ? "/mode" : "/snapshot_schema_version",
    message: `Must be a union ("snapshot_schema_version" 2, "mode" "union"), is ${actual}`,
  };
}
