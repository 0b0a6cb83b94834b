import assert from "node:assert/strict";
import { test } from "node:test";
import type { Deltas, UnitDelta, WrapperCoverageV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { coverageOf, rulesWith, time, unionOf } from "@lockstep/testing";
import fc from "fast-check";
import { reportInputs } from "../../test/report-inputs.ts";
import { modelDeltas, Refused, type ReportInput, type ReportView } from "../../test/report-model.ts";
import { supportedTargets } from "../version-metadata/supported-targets.ts";
import { buildReports } from "./build-report.ts";
import { reportViews } from "./platform-filter.ts";

interface Report {
  readonly view: ReportView;
  readonly deltas: Deltas;
}

function reportsOf({ commands, wrapper, exclusions }: ReportInput, version: number): readonly Report[] | "refused" {
  const union = unionOf(commands);
  const views = reportViews(union);
  const rules = { ...rulesWith(exclusions), rules_schema_version: version };
  try {
    const coverage: WrapperCoverageV1 = coverageOf(wrapper);
    const built = buildReports({ rules, version: "1.2.0", union, coverage, generatedAt: time }, views);
    return built.map(({ deltas }, at) => ({ deltas, view: { mode: views[at]?.filter.mode ?? "", targets: views[at]?.targets ?? [] } }));
  } catch (error) {
    if (error instanceof InputError) return "refused";
    throw error;
  }
}

/** Runs a property on the reports of version 2, and fails when most inputs were refused: then it would say little. */
function checkReports(runs: number, property: (reports: readonly Report[], input: ReportInput) => void): void {
  let accepted = 0;
  fc.assert(
    fc.property(reportInputs, (input) => {
      const reports = reportsOf(input, 2);
      if (reports === "refused") return;
      accepted += 1;
      property(reports, input);
    }),
    { numRuns: runs },
  );
  assert(accepted > runs / 4, `Only ${String(accepted)} of ${String(runs)} inputs were accepted`);
}

const entriesOf = ({ deltas }: Report, name: keyof Deltas): readonly UnitDelta[] => deltas[name] ?? [];
const missing = ["missing_commands", "missing_flags", "missing_args"] as const;

test("buildReports() and a model written from the rules agree on every view, byte by byte, and on what they refuse", () => {
  let accepted = 0;
  fc.assert(
    fc.property(reportInputs, (input) => {
      const reports = reportsOf(input, 2);
      const views = reportViews(unionOf(input.commands)).map(({ filter, targets: on }) => ({ mode: filter.mode, targets: on }));
      let expected: readonly Report["deltas"][] | "refused";
      try {
        expected = views.map((view) => modelDeltas(input, view) as unknown as Deltas);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        expected = "refused";
      }
      if (reports === "refused" || expected === "refused") assert.equal(reports === "refused", expected === "refused");
      else {
        accepted += 1;
        const bytes = (deltas: Deltas): string =>
          JSON.stringify(
            Object.entries(deltas)
              .map(([name, list]) => [name, list])
              .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
          );
        assert.deepEqual(
          reports.map(({ deltas }) => bytes(deltas)),
          expected.map(bytes),
        );
      }
    }),
    { numRuns: 2000 },
  );
  assert(accepted > 500, `Only ${String(accepted)} inputs were accepted`);
});

test("buildReports() has every present unit in one list at most, and covered under any only what each target's report covers", () => {
  checkReports(500, (reports) => {
    const upstreamLists = (report: Report): readonly string[] =>
      Object.entries(report.deltas as unknown as Record<string, readonly UnitDelta[]>)
        .filter(([name]) => !name.startsWith("wrapper_only"))
        .flatMap(([, list]) => list.map(({ path, key, name }) => JSON.stringify([path, key, name])));
    for (const report of reports) assert.equal(new Set(upstreamLists(report)).size, upstreamLists(report).length);
    const [any, ...others] = reports;
    assert(any !== undefined);
    const listed = new Set(upstreamLists(any));
    for (const exact of others.filter(({ view }) => view.mode === "exact_target"))
      for (const unit of upstreamLists(exact)) assert(listed.has(unit), unit);
  });
});

test("buildReports() has missing under any exactly what is missing on some target, and names those targets", () => {
  checkReports(500, (reports) => {
    const [any, ...others] = reports;
    assert(any !== undefined);
    for (const list of missing) {
      const byUnit = new Map<string, string[]>();
      for (const exact of others.filter(({ view }) => view.mode === "exact_target"))
        for (const { path, key, name } of entriesOf(exact, list)) {
          const id = JSON.stringify([path, key, name]);
          byUnit.set(id, [...(byUnit.get(id) ?? []), ...exact.view.targets]);
        }
      const found: readonly (readonly [string, readonly string[] | undefined])[] = entriesOf(any, list).map(
        ({ path, key, name, missing_on }) => [JSON.stringify([path, key, name]), missing_on],
      );
      assert.deepEqual(new Map(found), byUnit);
    }
  });
});

test("buildReports() names in missing_on some of the relevant targets that have the unit, only there, and never of one target", () => {
  checkReports(500, (reports) => {
    for (const report of reports)
      for (const [list, found] of Object.entries(report.deltas as unknown as Record<string, readonly UnitDelta[]>))
        for (const { missing_on, upstream_available_on, state } of found) {
          const isExpected = list.startsWith("missing_") && report.view.mode !== "exact_target";
          assert.equal(missing_on !== undefined, isExpected);
          assert.equal(state !== undefined, list.startsWith("hidden_") || list === "at_risk");
          if (missing_on === undefined) continue;
          assert(missing_on.length > 0);
          assert(missing_on.every((target) => upstream_available_on.includes(target) && report.view.targets.includes(target)));
        }
  });
});

test("supportedTargets() names the targets whose own report has nothing missing and nothing unsupported", () => {
  checkReports(500, (reports, { commands, wrapper, exclusions }) => {
    const clean = reports.filter(
      (report) =>
        report.view.mode === "exact_target" && [...missing, "unsupported" as const].every((list) => entriesOf(report, list).length === 0),
    );
    const rules = { ...rulesWith(exclusions), rules_schema_version: 2 };
    assert.deepEqual(
      supportedTargets(unionOf(commands), coverageOf(wrapper), rules),
      clean.flatMap(({ view }) => view.targets),
    );
  });
});

test("buildReports() gives one target the same report under versions 1 and 2 when nothing is excluded, hidden or deprecated", () => {
  checkReports(500, (_, { commands, wrapper }) => {
    const visible = commands.map(({ hidden: _hidden, deprecated: _deprecated, conflicts: _conflicts, flags = [], ...rest }) => ({
      ...rest,
      flags: flags.map(({ hidden: _h, deprecated: _d, ...flag }) => flag),
    }));
    const [one, two] = [1, 2].map((version) => reportsOf({ commands: visible, wrapper, exclusions: [] }, version));
    if (one === undefined || two === undefined || one === "refused" || two === "refused") return;
    const exact = (reports: readonly Report[]): unknown =>
      reports.filter(({ view }) => view.mode === "exact_target").map(({ deltas }) => deltas);
    assert.deepEqual(exact(two), exact(one));
  });
});
