import type { CoverageScope } from "@lockstep/contracts";
import { describeUnit, unitId, unitName, type UnitIdentity } from "../unit.ts";
import { intersection, scopeTargets } from "../wrapper-coverage/coverage-index.ts";
import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { fieldOf, isBlank, itemsOf, pathOf, textOf, textsOf } from "./json-view.ts";
import { commandPathText, quote, type Violation } from "./violation.ts";

const INCLUDES_EXCLUDED = "WRAPPER_COVERAGE_INCLUDES_EXCLUDED" satisfies ViolationCode;
const IU_NOTE_MISSING = "IU_NOTE_MISSING" satisfies ViolationCode;
const PASSTHROUGH_NOTE_MISSING = "PASSTHROUGH_NOTE_MISSING" satisfies ViolationCode;
const SCOPE_OVERLAP = "WRAPPER_SCOPE_OVERLAP" satisfies ViolationCode;

/** One entry of the file, with the expected targets that it applies to. */
interface Claim {
  readonly unit: UnitIdentity;
  readonly level: unknown;
  readonly note: unknown;
  readonly targets: ReadonlySet<string>;
  readonly pointer: string;
}

const units = { command: "wrapper_command", flag: "wrapper_flag", arg: "wrapper_arg" } as const;
const lists = { command: "coverage", flag: "flags", arg: "args" } as const;

/** Checks each entry of a wrapper coverage, and that no two entries of one unit apply to one target. */
export function checkWrapperClaims(context: CheckContext, path: string, document: unknown): void {
  const { exclusions, applies, report } = context;
  const claims = claimsOf(context, document);
  const noteCodes = new Map<unknown, ViolationCode>([["intentionally_unsupported", IU_NOTE_MISSING]]);
  if (applies(PASSTHROUGH_NOTE_MISSING)) noteCodes.set("passthrough", PASSTHROUGH_NOTE_MISSING);
  for (const { unit, level, note, pointer } of claims) {
    const place = { ...placeOf(unit), path, unit: units[unit.unit] };
    const why = exclusions.noteOf(unit);
    if (why !== undefined) {
      report({
        ...place,
        code: INCLUDES_EXCLUDED,
        field: lists[unit.unit],
        pointer,
        message: `The rules exclude the ${unit.unit} "${describeUnit(unit)}" (${why}), so the wrapper must not claim it`,
      });
    }
    const code = noteCodes.get(level);
    if (code !== undefined && isBlank(note)) {
      const message = `The ${unit.unit} "${describeUnit(unit)}" is ${String(level)} and needs a note that says why; the note is ${quote(note)}`;
      report({ ...place, code, field: "note", pointer: `${pointer}/note`, message });
    }
  }
  checkOverlaps(context, path, claims);
}

function checkOverlaps({ rules, report }: CheckContext, path: string, claims: readonly Claim[]): void {
  for (const ofUnit of Map.groupBy(claims, ({ unit }) => unitId(unit)).values()) {
    for (const target of ofUnit.length > 1 ? rules.union.expected_targets : []) {
      const matching = ofUnit.filter(({ targets }) => targets.has(target));
      const [first, second] = matching;
      if (first === undefined || second === undefined) continue;
      const { unit } = first;
      const commandPath = commandPathText(unit.path);
      const indexes = matching.map(({ pointer }) => positionOf(pointer));
      const label = unit.unit === "flag" ? "key" : "name";
      const named = unit.unit === "command" ? "" : ` ${label}=${unit.name}`;
      report({
        ...placeOf(unit),
        code: SCOPE_OVERLAP,
        path,
        unit: "wrapper_coverage",
        field: "scope",
        target,
        pointer: second.pointer,
        message: `Only one entry of a unit may apply to a target (unit=${unit.unit} command_path=${commandPath}${named} target_triple=${target} matching_entry_indexes=[${indexes.join(",")}])`,
        details: {
          command_path: commandPath,
          ...(unit.unit === "command" ? {} : { [label]: unitName(unit) }),
          matching_entry_indexes: indexes,
          target_triple: target,
          unit: unit.unit,
        },
      });
    }
  }
}

/** `/coverage/0/flags/1` as the file's readers write it: `coverage[0].flags[1]`. */
function positionOf(pointer: string): string {
  return pointer
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
}

function claimsOf({ rules }: CheckContext, document: unknown): readonly Claim[] {
  return itemsOf(fieldOf(document, "coverage")).flatMap((command, index): readonly Claim[] => {
    const path = pathOf(fieldOf(command, "path"));
    if (path === undefined) return [];
    const pointer = `/coverage/${String(index)}`;
    const targets = scopeTargets(scopeOf(command), rules);
    const claim = (entry: unknown, unit: UnitIdentity, at: string): Claim => ({
      unit,
      level: fieldOf(entry, "level"),
      note: fieldOf(entry, "note"),
      targets: unit.unit === "command" ? targets : intersection(scopeTargets(scopeOf(entry), rules), targets),
      pointer: at,
    });
    const parts = (list: "flags" | "args", unit: "flag" | "arg", label: "key" | "name"): readonly Claim[] =>
      itemsOf(fieldOf(command, list)).flatMap((entry, item): readonly Claim[] => {
        const name = textOf(fieldOf(entry, label));
        return name === undefined ? [] : [claim(entry, { unit, path, name }, `${pointer}/${list}/${String(item)}`)];
      });
    return [claim(command, { unit: "command", path }, pointer), ...parts("flags", "flag", "key"), ...parts("args", "arg", "name")];
  });
}

function scopeOf(entry: unknown): CoverageScope | undefined {
  const scope = fieldOf(entry, "scope");
  return scope === undefined
    ? undefined
    : { platforms: textsOf(fieldOf(scope, "platforms")), target_triples: textsOf(fieldOf(scope, "target_triples")) };
}

function placeOf(unit: UnitIdentity): Pick<Violation, "commandPath" | "keyOrName"> {
  return { commandPath: commandPathText(unit.path), keyOrName: unit.unit === "command" ? undefined : unit.name };
}
