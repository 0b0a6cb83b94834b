import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-renamed" satisfies ChangeCode;

/** An arg at the same place has another name. */
export const argRenamed: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: ({ after }, { name }) => (after.name === name ? [] : [{ before: name, after: after.name, message: `is called ${after.name} now` }]),
};
