import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import type { DiffCommand } from "../surface-view.ts";

const CODE = "command-description-changed" satisfies ChangeCode;

/** The text about a command differs. */
export const commandDescriptionChanged: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  needs: "details",
  find({ before, after }) {
    const [old, now] = [describe(before), describe(after)];
    return old === now || old === "" || now === "" ? [] : [{ before: old, after: now, message: "is described in other words" }];
  },
};

/** Some help texts have a summary alone. */
function describe({ description, about }: DiffCommand): string {
  return description ?? about ?? "";
}
