import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import type { DiffFlag } from "../surface-view.ts";

const CODE = "flag-arity-changed" satisfies ChangeCode;

/** A flag takes another number of values at once. */
export const flagArityChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find({ before, after }) {
    const [old, now] = [arityOf(before), arityOf(after)];
    if (!before.takes_value || !after.takes_value || old === now) return [];
    return [{ before: old, after: now, message: `takes ${String(now)} values at once, took ${String(old)}`, affected: { type: "valued" } }];
  },
};

function arityOf({ value_names }: DiffFlag): number {
  return value_names?.length ?? 1;
}
