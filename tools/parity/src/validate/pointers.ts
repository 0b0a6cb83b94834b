import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { quote, type Violation } from "./violation.ts";

const MISSING_FILE = "POINTER_MISSING_FILE" satisfies ViolationCode;
const INVALID_FORMAT = "POINTER_INVALID_FORMAT" satisfies ViolationCode;
const INVALID_VALUE = "POINTER_INVALID_VALUE" satisfies ViolationCode;
const UNREADABLE = "POINTER_UNREADABLE" satisfies ViolationCode;
const LATEST_VALIDATED_MISMATCH = "POINTER_LATEST_VALIDATED_MISMATCH" satisfies ViolationCode;

/** The root pointer that `current.json` follows. */
export const latestValidatedPath = "latest_validated.txt";
/** All root pointers. */
export const rootPointerPaths = ["min_supported.txt", latestValidatedPath] as const;
/** The folders of `pointers/` with one file for every expected target. */
export const targetPointerKinds = ["latest_supported", "latest_validated"] as const;

/** What a pointer file says; `unusable` when it is absent, unreadable, or breaks its format. */
export type PointerValue =
  | { readonly type: "version"; readonly version: string }
  | { readonly type: "none" }
  | { readonly type: "unusable" };

/** One pointer file with its value. `target` and `kind` are those of a file below `pointers/`. */
export interface Pointer {
  readonly path: string;
  readonly kind: "root" | (typeof targetPointerKinds)[number];
  readonly target: string | undefined;
  readonly value: PointerValue;
}

/** The path of a target's pointer. */
export function targetPointerPath(kind: (typeof targetPointerKinds)[number], target: string): string {
  return `pointers/${kind}/${target}.txt`;
}

/** Checks every pointer file and returns all of them with their values. */
export function checkPointers(context: CheckContext): readonly Pointer[] {
  const { rules } = context;
  const rootsAllowNone = rules.versioning.pointers.root_pointers_allow_none === true;
  const roots = rootPointerPaths.map((path): Pointer => ({
    path,
    kind: "root",
    target: undefined,
    value: checkPointer(context, { path }, rootsAllowNone),
  }));
  const ofTargets = rules.union.expected_targets.flatMap((target) =>
    targetPointerKinds.map((kind): Pointer => {
      const path = targetPointerPath(kind, target);
      return { path, kind, target, value: checkPointer(context, { path, keyOrName: target, field: kind, target }, true) };
    }),
  );
  const pointers = [...roots, ...ofTargets];
  checkLatestValidated(context, pointers);
  return pointers;
}

/** The version that `latest_validated.txt` names, when it is valid. */
export function latestValidatedVersion(pointers: readonly Pointer[]): string | undefined {
  const value = pointers.find(({ path }) => path === latestValidatedPath)?.value;
  return value?.type === "version" ? value.version : undefined;
}

function checkPointer(
  context: CheckContext,
  place: Pick<Violation, "path" | "keyOrName" | "field" | "target">,
  allowNone: boolean,
): PointerValue {
  const report = (code: ViolationCode, message: string): PointerValue => {
    context.report({ ...place, code, unit: "pointers", message });
    return { type: "unusable" };
  };
  const read = context.files.file(place.path);
  const wanted = allowNone ? 'a stable version MAJOR.MINOR.PATCH or "none"' : "a stable version MAJOR.MINOR.PATCH";
  switch (read.type) {
    case "absent":
      return report(MISSING_FILE, `The pointer file is missing; expected one line with ${wanted}`);
    case "unreadable":
      return report(UNREADABLE, read.reason);
    case "not-utf8":
      return report(UNREADABLE, "Must be UTF-8 text, is not");
    case "text":
      break;
  }
  const reasons = formatMistakes(read.text);
  if (reasons.length > 0)
    return report(INVALID_FORMAT, `Must be one line with a final newline and no space around it; found ${reasons.join(", ")}`);
  const value = read.text.slice(0, -1);
  if (value === "none" && allowNone) return { type: "none" };
  return context.isStableVersion(value)
    ? { type: "version", version: value }
    : report(INVALID_VALUE, `Must be ${wanted}, is ${quote(value)}`);
}

function formatMistakes(text: string): readonly string[] {
  const line = text.endsWith("\n") ? text.slice(0, -1) : text;
  const withoutReturns = line.replaceAll("\r", "");
  return [
    ...(text.endsWith("\n") ? [] : ["no final newline"]),
    ...(line.includes("\n") ? ["several lines"] : []),
    ...(line.includes("\r") ? ["a CR"] : []),
    ...(withoutReturns === withoutReturns.trim() ? [] : ["leading or trailing space"]),
  ];
}

function checkLatestValidated({ rules, report }: CheckContext, pointers: readonly Pointer[]): void {
  const { required_target: required } = rules.union;
  const wantedPath = targetPointerPath("latest_validated", required);
  const root = pointers.find(({ path }) => path === latestValidatedPath)?.value ?? { type: "unusable" };
  const ofTarget = pointers.find(({ path }) => path === wantedPath)?.value ?? { type: "unusable" };
  // A root without any version yet has nothing to compare with an unusable file.
  if (root.type === "unusable" || (root.type === "none" && ofTarget.type !== "version")) return;
  if (pointerText(root) === pointerText(ofTarget)) return;
  report({
    code: LATEST_VALIDATED_MISMATCH,
    path: latestValidatedPath,
    unit: "pointers",
    keyOrName: required,
    field: "latest_validated",
    target: required,
    message: `Must equal the required target's "${wantedPath}", which is ${pointerText(ofTarget)}; is ${pointerText(root)}`,
  });
}

function pointerText(value: PointerValue): string {
  if (value.type === "version") return `"${value.version}"`;
  return value.type === "none" ? '"none"' : "unusable";
}
