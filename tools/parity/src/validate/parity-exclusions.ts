import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";
import { describeUnit, unitId, unitName, type UnitIdentity } from "../unit.ts";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { isBlank } from "./json-view.ts";
import { commandPathText, quote, type Violation } from "./violation.ts";

const SCHEMA_VERSION = "PARITY_EXCLUSIONS_SCHEMA_VERSION" satisfies ViolationCode;
const NOTE_MISSING = "PARITY_EXCLUSIONS_NOTE_MISSING" satisfies ViolationCode;
const DUPLICATE = "PARITY_EXCLUSIONS_DUPLICATE" satisfies ViolationCode;
const NOT_SORTED = "PARITY_EXCLUSIONS_NOT_SORTED" satisfies ViolationCode;
const INVALID_ENTRY = "PARITY_EXCLUSIONS_INVALID_ENTRY" satisfies ViolationCode;

type Entry = NonNullable<CheckContext["rules"]["parity_exclusions"]>["units"][number];

/** Checks `parity_exclusions` of the rules: each entry's shape and note, no unit twice, sorted. */
export function checkParityExclusions({ rules, rulesPath, report }: CheckContext): void {
  const exclusions = rules.parity_exclusions;
  if (exclusions === undefined) return;
  const at = (part: Omit<Violation, "path" | "unit" | "field">): void =>
    report({ ...part, path: rulesPath, unit: "rules", field: "parity_exclusions" });
  if (exclusions.schema_version !== 1) {
    at({
      code: SCHEMA_VERSION,
      pointer: "/parity_exclusions/schema_version",
      message: `Must be 1, is ${quote(exclusions.schema_version)}`,
    });
    return;
  }
  const first = new Map<string, number>();
  let previous: UnitIdentity | undefined;
  let unsorted: { readonly before: UnitIdentity; readonly after: UnitIdentity } | undefined;
  for (const [index, entry] of exclusions.units.entries()) {
    const pointer = `/parity_exclusions/units/${String(index)}`;
    const place = { commandPath: commandPathText(entry.path), keyOrName: entry.key ?? entry.name };
    if (isBlank(entry.note))
      at({
        ...place,
        code: NOTE_MISSING,
        pointer: `${pointer}/note`,
        message: `An exclusion needs a note that says why; the note is ${quote(entry.note)}`,
      });
    for (const mistake of entryMistakes(entry))
      at({ ...place, code: INVALID_ENTRY, pointer: `${pointer}/${mistake.field}`, message: mistake.message });
    const unit = identityOf(entry);
    if (unit === undefined) continue;
    const id = unitId(unit);
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else
      at({
        ...place,
        code: DUPLICATE,
        pointer,
        message: `The ${unit.unit} "${describeUnit(unit)}" is excluded twice: it is entry ${String(earlier)} already`,
      });
    if (previous !== undefined && compareExclusions(previous, unit) > 0) unsorted ??= { before: previous, after: unit };
    previous = unit;
  }
  if (unsorted === undefined) return;
  const { before, after } = unsorted;
  const message = `Must be sorted by unit, path, and key or name: ${before.unit} "${describeUnit(before)}" stands before ${after.unit} "${describeUnit(after)}"`;
  at({ code: NOT_SORTED, pointer: "/parity_exclusions/units", message });
}

/** The unit that an entry means; `undefined` when that cannot be told. */
function identityOf({ unit, path, key, name }: Entry): UnitIdentity | undefined {
  if (unit === "command") return { unit, path };
  if (unit === "flag") return isBlank(key) ? undefined : { unit, path, name: key ?? "" };
  if (unit === "arg") return isBlank(name) ? undefined : { unit, path, name: name ?? "" };
  return undefined;
}

function entryMistakes({ unit, key, name }: Entry): readonly { readonly field: "unit" | "key" | "name"; readonly message: string }[] {
  const surplus = (field: "key" | "name", value: string | undefined) =>
    value === undefined ? [] : [{ field, message: `An exclusion of the unit "${unit}" takes no ${field}, is ${quote(value)}` }];
  const needed = (field: "key" | "name", value: string | undefined) =>
    isBlank(value) ? [{ field, message: `An exclusion of the unit "${unit}" needs a ${field}, is ${quote(value)}` }] : [];
  switch (unit) {
    case "command":
      return [...surplus("key", key), ...surplus("name", name)];
    case "flag":
      return [...needed("key", key), ...surplus("name", name)];
    case "arg":
      return [...needed("name", name), ...surplus("key", key)];
    default:
      return [{ field: "unit", message: `Must be "command", "flag" or "arg", is ${quote(unit)}` }];
  }
}

function compareExclusions(a: UnitIdentity, b: UnitIdentity): number {
  return firstOrder(compareCodePoints(a.unit, b.unit), comparePaths(a.path, b.path), compareCodePoints(unitName(a), unitName(b)));
}
