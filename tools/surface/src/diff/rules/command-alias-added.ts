import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { quoted } from "../wording.ts";

const CODE = "command-alias-added" satisfies ChangeCode;

/** A command has a further name. */
export const commandAliasAdded: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { path, newName }) {
    const old = [path.at(-1), newName, ...(before.aliases ?? [])];
    const added = (after.aliases ?? []).filter((alias) => !old.includes(alias));
    return added.map((alias) => ({ before: null, after: alias, message: `has the new alias ${quoted(alias)}` }));
  },
};
