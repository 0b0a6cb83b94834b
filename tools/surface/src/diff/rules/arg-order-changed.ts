import type { ChangeCode } from "../change-codes.ts";
import type { ArgsRule } from "../change-rule.ts";

const CODE = "arg-order-changed" satisfies ChangeCode;

/** Args that both usages have stand in another order. */
export const argOrderChanged: ArgsRule = {
  type: "args",
  code: CODE,
  find({ before, after }) {
    if (before.command.usage === undefined || after.command.usage === undefined) return [];
    const names = (args: typeof before.args, others: typeof before.args): readonly string[] =>
      args.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
    const [old, now] = [names(before.args, after.args), names(after.args, before.args)];
    const [first] = old.filter((name, index) => name !== now[index]);
    if (first === undefined) return [];
    return [
      {
        name: first,
        before: [...old],
        after: [...now],
        message: `stands at another place: ${now.join(" ")}, was ${old.join(" ")}`,
        affected: { type: "several args", names: old },
      },
    ];
  },
};
