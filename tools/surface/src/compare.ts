import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "./flag-identity.ts";

/** One thing that a reference snapshot says and another does not. `actual` is `undefined` where the unit or field is absent. */
export interface SnapshotDifference {
  readonly unit: "command" | "flag" | "arg";
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  /** Absent when the whole unit is missing. */
  readonly field?: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * What `ours` lacks of an independent snapshot of the same binary: a command, flag or arg, or an equal `usage`,
 * `takes_value`, `value_name`, `required` or `variadic`. What only `ours` has is no difference; the reference's `help`
 * pseudo-commands do not count.
 */
export function missingFrom(reference: UpstreamSnapshotV1, ours: UpstreamSnapshotV1): readonly SnapshotDifference[] {
  const byPath = new Map(ours.commands.map((command) => [command.path.join(" "), command]));
  return reference.commands
    .filter(({ path }) => path.at(-1) !== "help")
    .flatMap((expected) => {
      const actual = byPath.get(expected.path.join(" "));
      const unit = { unit: "command" as const, path: expected.path };
      if (actual === undefined) return [{ ...unit, expected: "a command", actual: undefined }];
      return [
        ...fieldDifferences(unit, expected, actual, ["usage"]),
        ...flagDifferences(expected, actual),
        ...argDifferences(expected, actual),
      ];
    });
}

function flagDifferences(expected: SnapshotCommand, actual: SnapshotCommand): readonly SnapshotDifference[] {
  const ours = new Map((actual.flags ?? []).map((flag) => [flagKey(flag), flag]));
  return (expected.flags ?? []).flatMap((flag) => {
    const unit = { unit: "flag" as const, path: expected.path, key: flagKey(flag) };
    const found = ours.get(flagKey(flag));
    return found === undefined
      ? [{ ...unit, expected: "a flag", actual: undefined }]
      : fieldDifferences(unit, flag, found, ["takes_value", "value_name"]);
  });
}

function argDifferences(expected: SnapshotCommand, actual: SnapshotCommand): readonly SnapshotDifference[] {
  const ours = new Map((actual.args ?? []).map((arg) => [arg.name, arg]));
  return (expected.args ?? []).flatMap((arg) => {
    const unit = { unit: "arg" as const, path: expected.path, name: arg.name };
    const found = ours.get(arg.name);
    return found === undefined
      ? [{ ...unit, expected: "an argument", actual: undefined }]
      : fieldDifferences(unit, arg, found, ["required", "variadic"]);
  });
}

function fieldDifferences<Unit extends object>(
  unit: Omit<SnapshotDifference, "field" | "expected" | "actual">,
  expected: Unit,
  actual: Unit,
  fields: readonly (keyof Unit & string)[],
): readonly SnapshotDifference[] {
  return fields
    .filter((field) => expected[field] !== actual[field])
    .map((field) => ({ ...unit, field, expected: expected[field], actual: actual[field] }));
}
