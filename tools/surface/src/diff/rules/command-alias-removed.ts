import type { FoundChange } from "../change.ts";
import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { quoted } from "../wording.ts";

const CODE = "command-alias-removed" satisfies ChangeCode;

/**
 * A further name of a command is gone. Where a command of its own has the name now, calls are still taken; where it is another's alias,
 * they are read another way.
 */
export const commandAliasRemoved: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { newName, aliasOwners }) {
    const kept = [after.path.at(-1), newName, ...(after.aliases ?? [])];
    const gone = (before.aliases ?? []).filter((alias) => !kept.includes(alias));
    return gone.map((alias) => ({
      before: alias,
      after: null,
      affected: { type: "spelling", spellings: [alias] },
      ...lossOf(alias, aliasOwners.get(alias)),
    }));
  },
};

function lossOf(alias: string, owner: string | undefined): Pick<FoundChange, "message" | "impact" | "isTaken"> {
  const message = `has lost the alias ${quoted(alias)}`;
  if (owner === undefined) return { message };
  if (owner === alias) return { message: `${message}, which is a command of its own now`, impact: "risk", isTaken: true };
  return { message: `${message}, which stands for ${quoted(owner)} now`, isTaken: true };
}
