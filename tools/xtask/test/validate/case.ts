import { jsonMistake } from "@lockstep/kernel";
import type { Edit } from "./valid-root.ts";

/** A valid root with some edits, and exactly what `validate` says of it. */
export interface Case {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The lines below `FAIL: N violations`, in order. */
  readonly lines: readonly string[];
  /** The `details` of the violations that have some, in order. */
  readonly details?: readonly unknown[];
}

/** Paths of the valid root that several cases edit. */
export const exclusions = "/parity_exclusions/units";
export const anyReport = "reports/1.2.0/coverage.any.json";
export const union = "snapshots/1.2.0/union.json";
export const linuxSnapshot = "snapshots/1.2.0/linux-x64.json";
export const metadata = "versions/1.2.0.json";
export const coverage = "wrapper_coverage.json";

/** Lets the root pointers be `none`. */
export const allowNone: Edit = { set: "RULES.json", at: "/versioning/pointers/root_pointers_allow_none", to: true };

/** The message for a text that is no JSON. */
export function notJson(text: string): string {
  return `Must be JSON: ${jsonMistake(text) ?? "it is"}`;
}
