import type { FoundChange } from "./change.ts";
import { quotedList } from "./wording.ts";

type Values = readonly string[] | undefined;

/** What a unit takes that it refused: values of its list, or any where it had one. */
export function addedValues(before: Values, after: Values): readonly FoundChange[] {
  if (before === undefined) return [];
  if (after === undefined) return [{ before: [...before], after: null, message: "lists no possible values any more" }];
  const added = after.filter((value) => !before.includes(value));
  return added.length === 0 ? [] : [{ before: [...before], after: [...after], message: `lists ${quotedList(added)} too` }];
}

/** What a unit took and may refuse: values that its list has lost, or all but those of a list that it lacked. */
export function removedValues(before: Values, after: Values): readonly FoundChange[] {
  if (after === undefined) return [];
  if (before === undefined)
    return [
      {
        before: null,
        after: [...after],
        message: `lists its possible values now: ${quotedList(after)}`,
        affected: { type: "other value", values: after },
      },
    ];
  const removed = before.filter((value) => !after.includes(value));
  if (removed.length === 0) return [];
  return [
    {
      before: [...before],
      after: [...after],
      message: `lists ${quotedList(removed)} no longer`,
      affected: { type: "value", values: removed },
    },
  ];
}
