import type { CoverageLevel } from "@lockstep/contracts";
import { comparePaths } from "@lockstep/kernel";
import { targets } from "@lockstep/testing";
import fc from "fast-check";
import type { ReportInput } from "./report-model.ts";

const someTargets = fc.subarray([...targets], { minLength: 1 });
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
const plain = <Value>(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Value> =>
  arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as Value);
const paths = fc.constantFrom<readonly string[]>([], ["a"], ["a", "b"], ["a", "b", "c"], ["d"]);
const rarely = optional(fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(true) }));
const conflict = fc.record({
  field: fc.constantFrom("hidden", "deprecated"),
  key: optional(fc.constantFrom("--x", "--y")),
  values_by_target: fc.dictionary(fc.constantFrom(...targets), fc.constantFrom(true, null), { maxKeys: 3 }),
});
const command = fc
  .record({
    path: paths,
    available_on: someTargets,
    flags: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom("--x", "--y"),
        takes_value: fc.constant(false),
        available_on: someTargets,
        hidden: rarely,
        deprecated: rarely,
      }),
      { selector: ({ key }) => key, maxLength: 2 },
    ),
    args: fc.uniqueArray(fc.record({ name: fc.constantFrom("X", "Y"), available_on: someTargets }), {
      selector: ({ name }) => name,
      maxLength: 1,
    }),
    hidden: rarely,
    deprecated: rarely,
    conflicts: fc.uniqueArray(conflict, { selector: ({ field, key }) => `${field} ${key ?? ""}`, maxLength: 1 }),
  })
  .map(({ conflicts, path, ...rest }) => ({
    path,
    ...rest,
    conflicts: conflicts.map((found) => ({ unit: found.key === undefined ? "command" : "flag", path, ...found })),
  }));
const level = fc.constantFrom<CoverageLevel>(
  "explicit",
  "explicit",
  "explicit",
  "passthrough",
  "unsupported",
  "intentionally_unsupported",
  "unknown",
);
const note = fc.oneof({ weight: 12, arbitrary: fc.constantFrom("n", " m ") }, { weight: 1, arbitrary: fc.constantFrom(undefined, " ") });
const scope = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.record({ target_triples: someTargets }) },
  { weight: 1, arbitrary: fc.record({ platforms: fc.subarray(["macos", "linux", "windows", "beos"]) }) },
);
/** One command's entries: mostly with scopes that share no target. */
const entries = fc
  .tuple(paths, fc.array(fc.constantFrom(0, 0, 1, 2), { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 30 }))
  .chain(([path, groups, chance]) =>
    fc.tuple(
      ...[0, 1].map((group) =>
        fc.record({
          path: fc.constant(path),
          level,
          note,
          scope: fc.constant(chance === 0 ? undefined : { target_triples: targets.filter((_, at) => groups[at] === group) }),
          flags: fc.uniqueArray(fc.record({ key: fc.constantFrom("--x", "--y"), level, note, scope }), {
            selector: ({ key }) => key,
            maxLength: 2,
          }),
          args: fc.uniqueArray(fc.record({ name: fc.constantFrom("X"), level, note, scope }), {
            selector: ({ name }) => name,
            maxLength: 1,
          }),
        }),
      ),
    ),
  );
const exclusion = fc
  .record({ kind: fc.constantFrom("command", "flag", "arg"), path: paths, note: optional(fc.constantFrom("why", "because")) })
  .map(({ kind, path, note: why }) => ({
    unit: kind,
    path,
    note: why,
    ...(kind === "flag" ? { key: "--x" } : kind === "arg" ? { name: "X" } : {}),
  }));
/** Any upstream with any wrapper: mostly one that can be judged. */
export const reportInputs: fc.Arbitrary<ReportInput> = plain(
  fc.record({
    commands: fc
      .uniqueArray(command, { selector: ({ path }) => path.join(" "), minLength: 1, maxLength: 5 })
      .map((commands) => commands.toSorted((a, b) => comparePaths(a.path, b.path))),
    wrapper: fc.uniqueArray(entries, { selector: ([first]) => first?.path.join(" "), maxLength: 5 }).map((lists) => lists.flat()),
    exclusions: fc.uniqueArray(exclusion, { selector: ({ unit, path }) => `${unit} ${path.join(" ")}`, maxLength: 2 }),
  }),
);
