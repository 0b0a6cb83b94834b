import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnitDelta } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { coverageOf, linux, mac, rulesWith, time, unionOf } from "@lockstep/testing";
import fc from "fast-check";
import { reportInputs } from "../../test/report-inputs.ts";
import type { ReportInput } from "../../test/report-model.ts";
import { unitId, upstreamUnits, type UnitIdentity } from "../unit.ts";
import { indexCoverage } from "../wrapper-coverage/coverage-index.ts";
import { buildReports } from "./build-report.ts";
import { deltaTable } from "./classify.ts";
import { explainUnit } from "./explain-unit.ts";
import { prepareComparison } from "./judge-unit.ts";
import { reportViews } from "./platform-filter.ts";

function compared({ commands, wrapper, exclusions }: ReportInput, version: number) {
  return { rules: { ...rulesWith(exclusions), rules_schema_version: version }, union: unionOf(commands), coverage: coverageOf(wrapper) };
}

test("explainUnit() names for every unit and view the list that the report has it in, and what the list says of it", () => {
  let listed = 0;
  fc.assert(
    fc.property(reportInputs, fc.constantFrom(1, 2), (input, rulesVersion) => {
      const inputs = compared(input, rulesVersion);
      const views = reportViews(inputs.union);
      let reports: ReturnType<typeof buildReports>;
      try {
        reports = buildReports({ ...inputs, version: "1.2.0", generatedAt: time }, views);
      } catch (error) {
        if (error instanceof InputError) return;
        throw error;
      }
      const comparison = prepareComparison(inputs);
      const units = new Map<string, UnitIdentity>(
        [...upstreamUnits(inputs.union), ...indexCoverage(inputs.coverage, inputs.rules).units.map(({ identity }) => identity)].map(
          (unit) => [unitId(unit), unit],
        ),
      );
      const expected = reports.map(({ deltas }) =>
        deltaTable
          .flatMap(({ delta }) =>
            (deltas[delta] ?? []).map((entry: UnitDelta) => {
              const { path, key, name } = entry;
              const identity: UnitIdentity =
                key !== undefined
                  ? { unit: "flag", path, name: key }
                  : name !== undefined
                    ? { unit: "arg", path, name }
                    : { unit: "command", path };
              return JSON.stringify([unitId(identity), delta, entry.wrapper_level, entry.note, entry.state, entry.missing_on ?? []]);
            }),
          )
          .toSorted(),
      );
      listed += expected.flat().length;
      const explained = views.map((_, at) =>
        [...units.values()]
          .flatMap((unit) => {
            const { list, level, note, state, missingOn, because } = explainUnit(comparison, views, unit, false)[at] ?? {};
            assert.ok((because?.text ?? "") !== "");
            return list === undefined ? [] : [JSON.stringify([unitId(unit), list, level, note, state, missingOn])];
          })
          .toSorted(),
      );
      assert.deepEqual(explained, expected);
    }),
    { numRuns: 400 },
  );
  assert.ok(listed > 400, `Only ${String(listed)} entries were compared`);
});

const available_on = [mac, linux];
const flag = { key: "--x", long: "--x", takes_value: false, available_on };
const commands = [
  { path: [], available_on },
  { path: ["a"], available_on, flags: [flag] },
];
const explain = (
  given: {
    readonly wrapper?: readonly object[];
    readonly exclusions?: Parameters<typeof rulesWith>[0];
    readonly rules?: number;
    readonly hidden?: boolean;
  },
  identity: UnitIdentity = { unit: "flag", path: ["a"], name: "--x" },
  isCountedAtRoot = false,
) => {
  const union = unionOf([
    commands[0],
    { path: ["a"], available_on, flags: [{ ...flag, hidden: given.hidden === true }] },
  ] as typeof commands);
  const comparison = prepareComparison({
    rules: { ...rulesWith(given.exclusions), rules_schema_version: given.rules ?? 2 },
    union,
    coverage: coverageOf((given.wrapper ?? []) as never),
  });
  return explainUnit(comparison, reportViews(union), identity, isCountedAtRoot)[0]?.because;
};
const at = (more: object, ofCommand: object = { level: "explicit" }) => [{ path: ["a"], ...ofCommand, flags: [{ key: "--x", ...more }] }];

const reasons: readonly (readonly [
  when: string,
  because: ReturnType<typeof explain>,
  rule: string,
  decisions: readonly string[],
  text: RegExp,
])[] = [
  ["nothing is claimed", explain({}), "level", [], /^no scenario of the wrapper shows it and nothing is declared for it$/],
  ["it is emitted", explain({ wrapper: at({ level: "explicit" }) }), "level", [], /^the wrapper emits it$/],
  ["it is passed through", explain({ wrapper: at({ level: "passthrough", note: "n" }) }), "level", [], /callers pass it through$/],
  ["it is unsupported", explain({ wrapper: at({ level: "unsupported" }) }), "level", [], /declares it unsupported$/],
  [
    "it is left out",
    explain({ wrapper: at({ level: "intentionally_unsupported", note: "n" }) }),
    "own intention",
    [],
    /leaves it out on purpose$/,
  ],
  [
    "its command is left out",
    explain({ wrapper: [{ path: ["a"], level: "intentionally_unsupported", note: "n" }] }),
    "inherited intention",
    [],
    /leaves out the command "a" and what is below it on purpose$/,
  ],
  ["it is excluded", explain({ exclusions: [{ unit: "flag", path: ["a"], key: "--x" }] }), "excluded", [], /^the rules exclude it /],
  [
    "its command is excluded",
    explain({ exclusions: [{ unit: "command", path: ["a"] }] }),
    "excluded",
    ["excludedCommandHidesItsUnits"],
    /are listed as excluded too$/,
  ],
  [
    "its command is excluded under rules 1",
    explain({ exclusions: [{ unit: "command", path: ["a"] }], rules: 1 }),
    "hidden by its command's exclusion",
    ["excludedCommandHidesItsUnits"],
    /are in no list$/,
  ],
  [
    "it is hidden",
    explain({ hidden: true }),
    "fading",
    ["listsFadingUnitsApart"],
    /^upstream hides it or a command on its path, and no scenario /,
  ],
  [
    "the targets differ",
    explain({ wrapper: at({ level: "explicit", scope: { target_triples: [mac] } }) }),
    "level",
    ["judgesEachTarget"],
    new RegExp(`the worst counts: covered on ${mac}, missing on ${linux}$`),
  ],
  ["upstream lacks it", explain({}, { unit: "flag", path: ["a"], name: "--y" }), "absent", [], /^this version does not have it there/],
  [
    "upstream lacks it and it is claimed",
    explain({ wrapper: at({ key: "--y", level: "explicit" }) }, { unit: "flag", path: ["a"], name: "--y" }),
    "wrapper only",
    [],
    /^the wrapper claims it, and this version does not have it there$/,
  ],
  [
    "the union counts it at the root",
    explain({}, { unit: "flag", path: ["a"], name: "--y" }, true),
    "counted at the root",
    ["dedupeMindsTargets"],
    /counts it there alone$/,
  ],
  [
    "the union counts it at the root and it is claimed",
    explain({ wrapper: at({ key: "--y", level: "explicit" }) }, { unit: "flag", path: ["a"], name: "--y" }, true),
    "wrapper only",
    ["dedupeMindsTargets"],
    /^the wrapper claims it, and the root has the flag too/,
  ],
];
for (const [when, because, rule, decisions, text] of reasons) {
  test(`explainUnit() says by which rule and decision it was decided when ${when}`, () => {
    assert.deepEqual([because?.rule, because?.decisions], [rule, decisions]);
    assert.match(because?.text ?? "", text);
  });
}
