import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { quoted } from "../wording.ts";

const CODE = "command-alias-removed" satisfies ChangeCode;

/** A further name of a command is gone. Where a command of its own has the name now, calls are still taken. */
export const commandAliasRemoved: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { newName, ownCommands }) {
    const kept = [after.path.at(-1), newName, ...(after.aliases ?? [])];
    const gone = (before.aliases ?? []).filter((alias) => !kept.includes(alias));
    return gone.map((alias) => ({
      before: alias,
      after: null,
      affected: { type: "spelling", spellings: [alias] },
      ...(ownCommands.has(alias)
        ? { message: `has lost the alias ${quoted(alias)}, which is a command of its own now`, impact: "risk", isTaken: true }
        : { message: `has lost the alias ${quoted(alias)}` }),
    }));
  },
};
