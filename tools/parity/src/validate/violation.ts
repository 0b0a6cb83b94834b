import { compareAbsentFirst, compareCodePoints, firstOrder, omitAbsent, type Json } from "@lockstep/kernel";
import type { ViolationCode } from "./codes.ts";

/** The part of a root that a violation is about; the second sort key. `schemas` is any file's JSON syntax or schema. */
export type ViolationUnit =
  | "current_json"
  | "pointers"
  | "reports"
  | "rules"
  | "schemas"
  | "snapshots"
  | "versions"
  | "waivers"
  | "wrapper_arg"
  | "wrapper_command"
  | "wrapper_coverage"
  | "wrapper_flag";

/** One broken rule of a manifest root. */
export interface Violation {
  readonly code: ViolationCode;
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly unit: ViolationUnit;
  /** The tokens joined by `/`; `[]` is the root command. */
  readonly commandPath?: string | undefined;
  readonly keyOrName?: string | undefined;
  readonly field?: string | undefined;
  readonly target?: string | undefined;
  readonly pointer?: string | undefined;
  /** One sentence with the wanted and the actual value. */
  readonly message: string;
  readonly details?: Json | undefined;
}

/** The published order of violations: path, unit, command path, key or name, field, target, pointer, code, message. */
export function compareViolations(a: Violation, b: Violation): number {
  return firstOrder(
    compareCodePoints(a.path, b.path),
    compareCodePoints(a.unit, b.unit),
    compareAbsentFirst(a.commandPath, b.commandPath),
    compareAbsentFirst(a.keyOrName, b.keyOrName),
    compareAbsentFirst(a.field, b.field),
    compareAbsentFirst(a.target, b.target),
    compareAbsentFirst(a.pointer, b.pointer),
    compareCodePoints(a.code, b.code),
    compareCodePoints(a.message, b.message),
  );
}

/** `CODE error PATH [POINTER] MESSAGE`, always one line. */
export function renderViolation({ code, path, pointer, message }: Violation): string {
  return [code, "error", path, ...(pointer === undefined || pointer === "" ? [] : [pointer]), message]
    .join(" ")
    .replaceAll(/\s*\n\s*/g, " ");
}

/** The published JSON form of a violation: keys in alphabetical order. */
export function violationDocument({ code, details, pointer, message, path }: Violation): object {
  return omitAbsent({ code, details, json_pointer: pointer === "" ? undefined : pointer, message, path, severity: "error" });
}

/** How violations write a command path. */
export function commandPathText(path: readonly string[]): string {
  return path.length === 0 ? "[]" : path.join("/");
}

/** How messages quote a value: as JSON, long ones cut; `absent` when there is none. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
