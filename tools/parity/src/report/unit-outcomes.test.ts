import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnitDelta } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { coverageOf, rulesWith, time, unionOf } from "@lockstep/testing";
import fc from "fast-check";
import { reportInputs } from "../../test/report-inputs.ts";
import { identityOf, unitId, upstreamUnits } from "../unit.ts";
import { buildReports } from "./build-report.ts";
import { deltaTable } from "./classify.ts";
import { prepareComparison } from "./judge-unit.ts";
import { reportViews } from "./platform-filter.ts";
import { unitOutcomes } from "./unit-outcomes.ts";

test("unitOutcomes() has every unit of a view once, and those of the report's lists as the lists have them", () => {
  let [listed, covered] = [0, 0];
  fc.assert(
    fc.property(reportInputs, fc.constantFrom(1, 2), ({ commands, wrapper, exclusions }, rulesVersion) => {
      const rules = { ...rulesWith(exclusions), rules_schema_version: rulesVersion };
      const compared = { rules, union: unionOf(commands), coverage: coverageOf(wrapper) };
      const views = reportViews(compared.union);
      let reports: ReturnType<typeof buildReports>;
      try {
        reports = buildReports({ ...compared, version: "1.2.0", generatedAt: time }, views);
      } catch (error) {
        if (error instanceof InputError) return;
        throw error;
      }
      const comparison = prepareComparison(compared);
      for (const [index, view] of views.entries()) {
        const outcomes = unitOutcomes(comparison, view);
        const present = upstreamUnits(compared.union).filter(({ availableOn }) => view.isPresentOn(new Set(availableOn)));
        assert.deepEqual(
          outcomes.map(({ identity }) => unitId(identity)),
          present.map(unitId),
        );
        const deltas = reports[index]?.deltas ?? assert.fail();
        for (const { delta, outcome } of deltaTable.filter((row) => row.outcome !== "wrapper only")) {
          for (const entry of (deltas[delta] ?? []) as readonly UnitDelta[]) {
            const found = outcomes.find(({ identity }) => unitId(identity) === unitId(identityOf(entry)));
            assert.deepEqual([found?.outcome, found?.note], [outcome, entry.note]);
            listed += 1;
          }
        }
        const inLists = deltaTable.flatMap((row) => (row.outcome === "wrapper only" ? [] : (deltas[row.delta] ?? []))).length;
        const unlisted = outcomes.length - inLists;
        const free = outcomes.filter(({ outcome }) => outcome === "covered").length;
        // What is in no list is covered, or belongs to an excluded command.
        assert.ok(free <= unlisted && unlisted <= free + outcomes.filter(({ outcome }) => outcome === "excluded").length);
        covered += free;
      }
    }),
  );
  assert.ok(listed > 0 && covered > 0);
});
