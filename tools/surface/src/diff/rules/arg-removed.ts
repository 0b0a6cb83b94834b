import type { ChangeCode } from "../change-codes.ts";
import type { ArgRule } from "../change-rule.ts";

const CODE = "arg-removed" satisfies ChangeCode;

/** A command lacks an arg that it took, and no other stands in its place. */
export const argRemoved: ArgRule = {
  type: "arg",
  code: CODE,
  find: ({ before, after, name }) =>
    before !== undefined && after === undefined ? [{ before: name, after: null, message: "is gone" }] : [],
};
