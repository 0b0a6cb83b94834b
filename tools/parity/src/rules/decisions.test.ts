import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CommandCoverage, ParityRules, SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, renderJson } from "@lockstep/kernel";
import { assertGolden, coverageOf, rulesWith, snapshotOf, time } from "@lockstep/testing";
import { buildReports } from "../report/build-report.ts";
import { reportViews } from "../report/platform-filter.ts";
import { buildUnion } from "../union/build-union.ts";
import { validationCodes } from "../validate/codes.ts";
import { supportedTargets } from "../version-metadata/supported-targets.ts";
import { decisionsFor } from "./decisions.ts";

/** What a case gives to every version of the rules, and which results it shows. */
interface CaseInput {
  readonly about: string;
  readonly shows: readonly ("union" | "reports" | "supported_targets")[];
  readonly snapshots: Readonly<Record<string, readonly SnapshotCommand[]>>;
  readonly coverage?: readonly CommandCoverage[];
  readonly exclusions?: Parameters<typeof rulesWith>[0];
  readonly raw_help?: true;
}

const fixtures = join(import.meta.dirname, "../../fixtures/rules");
/** Folders named after a decision, `judges-each-target`, or after one and what else it decides, `judges-each-target.levels-differ`. */
const cases = readdirSync(fixtures).toSorted();
/** Shown where a binary is probed: tools/xtask/test/snapshot.test.ts. */
const shownByProbing = ["probesSupplementedCommands"];
/** Shown by a case for each code: validate/rules-two.test.ts. */
const shownByValidator = new Set(
  Object.values<{ readonly area: string; readonly decision?: string }>(validationCodes).flatMap(({ decision }) => decision ?? []),
);

function resultOf(input: CaseInput, rules: ParityRules): unknown {
  try {
    const snapshots = new Map<string, UpstreamSnapshotV1>(
      Object.entries(input.snapshots).map(([target, commands]) => [target, snapshotOf(target as never, commands)]),
    );
    const union = buildUnion({
      rules,
      version: "1.2.0",
      tool: undefined,
      snapshots,
      rawHelp: (target, path) =>
        input.raw_help === true ? { ref: ["raw_help", target, ...path].join("/"), sha256: "e".repeat(64) } : undefined,
      collectedAt: time,
    });
    const coverage = coverageOf(input.coverage ?? []);
    const views = reportViews(union);
    const results = {
      union: () => union.commands,
      reports: () => {
        const reports = buildReports({ rules, version: "1.2.0", union, coverage, generatedAt: time }, views);
        return Object.fromEntries(reports.map(({ deltas }, index) => [views[index]?.fileName, deltas]));
      },
      supported_targets: () => supportedTargets(union, coverage, rules),
    };
    return Object.fromEntries(input.shows.map((name) => [name, results[name]()]));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refused: error.code, message: error.message };
  }
}

test("every decision is shown by a case of its own, by the cases of validate, or by those of snapshot", () => {
  const named = cases.map((name) => (name.split(".")[0] ?? "").replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  assert(shownByValidator.size > 0);
  assert.deepEqual(
    [...new Set(named), ...shownByProbing, ...shownByValidator].toSorted(),
    Object.keys(decisionsFor({ rules_schema_version: 2 })).toSorted(),
  );
});

test("every decision differs between version 1 and version 2", () => {
  const [one, two] = [1, 2].map((version) => decisionsFor({ rules_schema_version: version }));
  assert(one !== undefined && two !== undefined);
  for (const name of Object.keys(two) as (keyof typeof two)[]) assert.notDeepEqual(two[name], one[name], name);
});

for (const name of cases) {
  const folder = join(fixtures, name);
  const input = JSON.parse(readFileSync(join(folder, "input.json"), "utf8")) as CaseInput;
  test(`rules versions 1 and 2 differ as recorded when ${name}: ${input.about}`, () => {
    const [one, two] = [1, 2].map((version) =>
      renderJson(resultOf(input, { ...rulesWith(input.exclusions), rules_schema_version: version })),
    );
    assertGolden(join(folder, "version-1.json"), one ?? "");
    assertGolden(join(folder, "version-2.json"), two ?? "");
    assert.notEqual(one, two);
    assert.deepEqual(readdirSync(folder).toSorted(), ["input.json", "version-1.json", "version-2.json"]);
  });
}
