import type { FoundChange } from "./change.ts";
import { hasSameSources, type DiffFlag } from "./surface-view.ts";

/** The text about a unit in one surface, and the evidence for the unit. */
type Described = Pick<DiffFlag, "sources"> & { readonly text: string | undefined };

/**
 * What differs of the text about a unit that both surfaces show. That a text came or went is a change only where the evidence is of
 * the same kinds: else it may be the evidence that tells it.
 */
export function textChange(before: Described, after: Described): readonly FoundChange[] {
  if (before.text === after.text) return [];
  if (before.text === undefined || after.text === undefined) {
    if (!hasSameSources(before, after)) return [];
    const message = before.text === undefined ? "has a description, had none" : "has no description, had one";
    return [{ before: before.text ?? null, after: after.text ?? null, message }];
  }
  return [{ before: before.text, after: after.text, message: "is described in other words" }];
}
