import { compareUnits, describeUnit, type UnitIdentity } from "../unit.ts";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { fieldAt, fieldOf, isBlank, itemsOf, pathOf, textOf } from "./json-view.ts";
import { commandPathText, quote, type Violation } from "./violation.ts";

const INCLUDES_EXCLUDED = "REPORT_MISSING_INCLUDES_EXCLUDED" satisfies ViolationCode;
const INCLUDES_INTENTIONALLY_UNSUPPORTED = "REPORT_MISSING_INCLUDES_INTENTIONALLY_UNSUPPORTED" satisfies ViolationCode;
const IU_NOTE_MISSING = "REPORT_IU_NOTE_MISSING" satisfies ViolationCode;
const IU_NOT_SORTED = "REPORT_IU_NOT_SORTED" satisfies ViolationCode;

const intended = "intentionally_unsupported";

/** Checks the lists of a report that the wrapper's and the rules' intentions decide. */
export function checkReportDeltas(context: CheckContext, path: string, document: unknown): void {
  const { exclusions, report } = context;
  for (const list of ["missing_commands", "missing_flags", "missing_args"] as const) {
    for (const { unit, entry, pointer } of unitsOf(document, list)) {
      const place = { ...placeOf(unit), path, unit: "reports", field: list, pointer } as const;
      const note = exclusions.noteOf(unit);
      if (note !== undefined)
        report({
          ...place,
          code: INCLUDES_EXCLUDED,
          message: `The rules exclude the ${unit.unit} "${describeUnit(unit)}" (${note}), so it must not be in ${list}`,
        });
      if (fieldOf(entry, "wrapper_level") === intended) {
        report({
          ...place,
          code: INCLUDES_INTENTIONALLY_UNSUPPORTED,
          message: `The ${unit.unit} "${describeUnit(unit)}" has the wrapper level "${intended}", so it must be in that list and not in ${list}`,
        });
      }
    }
  }
  checkIntended(context, path, unitsOf(document, intended));
}

interface DeltaEntry {
  readonly unit: UnitIdentity;
  readonly entry: unknown;
  readonly pointer: string;
}

function checkIntended({ report }: CheckContext, path: string, entries: readonly DeltaEntry[]): void {
  for (const { unit, entry, pointer } of entries) {
    const place = { ...placeOf(unit), path, unit: "reports" } as const;
    const level = fieldOf(entry, "wrapper_level");
    const note = fieldOf(entry, "note");
    if (level !== intended)
      report({
        ...place,
        code: IU_NOTE_MISSING,
        field: "wrapper_level",
        pointer: `${pointer}/wrapper_level`,
        message: `Must be "${intended}", is ${quote(level)}`,
      });
    if (isBlank(note)) {
      const message = `The ${unit.unit} "${describeUnit(unit)}" is ${intended} and needs a note that says why; the note is ${quote(note)}`;
      report({ ...place, code: IU_NOTE_MISSING, field: "note", pointer: `${pointer}/note`, message });
    }
  }
  for (const [index, { unit }] of entries.entries()) {
    const next = entries[index + 1]?.unit;
    if (next === undefined || compareUnits(unit, next) <= 0) continue;
    const message = `Must be sorted by kind (command, flag, arg), path, and key or name: ${unit.unit} "${describeUnit(unit)}" stands before ${next.unit} "${describeUnit(next)}"`;
    report({ code: IU_NOT_SORTED, path, unit: "reports", field: intended, pointer: `/deltas/${intended}`, message });
    return;
  }
}

/** The entries of a list that name a unit: a flag has a key, an arg a name. */
function unitsOf(document: unknown, list: string): readonly DeltaEntry[] {
  return itemsOf(fieldAt(document, "deltas", list)).flatMap((entry, index): readonly DeltaEntry[] => {
    const path = pathOf(fieldOf(entry, "path"));
    if (path === undefined) return [];
    const key = textOf(fieldOf(entry, "key"));
    const name = textOf(fieldOf(entry, "name"));
    const pointer = `/deltas/${list}/${String(index)}`;
    if (key !== undefined) return [{ unit: { unit: "flag", path, name: key }, entry, pointer }];
    if (name !== undefined) return [{ unit: { unit: "arg", path, name }, entry, pointer }];
    return [{ unit: { unit: "command", path }, entry, pointer }];
  });
}

function placeOf(unit: UnitIdentity): Pick<Violation, "commandPath" | "keyOrName"> {
  return { commandPath: commandPathText(unit.path), keyOrName: unit.unit === "command" ? undefined : unit.name };
}
