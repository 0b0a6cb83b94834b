import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import type { DiffCommand } from "../surface-view.ts";
import { textChange } from "../text-change.ts";

const CODE = "command-description-changed" satisfies ChangeCode;

/** The text about a command differs. */
export const commandDescriptionChanged: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => textChange({ ...before, text: describe(before) }, { ...after, text: describe(after) }),
};

/** Some help texts have a summary alone. */
function describe({ description, about }: DiffCommand): string | undefined {
  return description ?? about;
}
