import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outcome } from "../report/classify.ts";
import type { ViewExplanation } from "../report/explain-unit.ts";
import type { Listing, Presence } from "./unit-history.ts";
import { verdictOf, type VerdictInputs } from "./verdict.ts";

const explained = (outcome: Outcome | undefined, more: Partial<ViewExplanation> = {}): ViewExplanation => ({
  view: "any",
  outcome,
  list: undefined,
  level: undefined,
  note: undefined,
  state: undefined,
  missingOn: [],
  because: { rule: "level", decisions: [], text: "" },
  ...more,
});
const versionOf = (
  version: string,
  presence: readonly Presence[],
  explanation: ViewExplanation | undefined,
  more: { readonly listing?: Listing; readonly isDeprecated?: boolean } = {},
): VerdictInputs["versions"][number] => ({
  version,
  listing: more.listing ?? "union",
  targets: presence.map((each, at) => ({
    target: `t${String(at)}`,
    presence: each,
    isDeprecated: more.isDeprecated ?? false,
    sources: [],
    helpSha256: null,
  })),
  stateAbove: null,
  conflicts: [],
  explanation,
});
const given = (versions: VerdictInputs["versions"], more: Partial<VerdictInputs> = {}): VerdictInputs => ({
  identity: { unit: "flag", path: ["exec"], name: "--x" },
  versions,
  known: versions,
  requiredTarget: "t9",
  hasCoverage: true,
  isClaimed: false,
  onlyFor: null,
  isExcluded: false,
  ofRoot: undefined,
  ...more,
});
const now = (outcome: Outcome | undefined, more: Partial<ViewExplanation> = {}) =>
  given([
    versionOf("1.1.0", ["visible"], explained(undefined)),
    versionOf("1.2.0", ["absent", "visible", "visible"], explained(outcome, more)),
  ]);

const later = versionOf("1.2.0", ["visible"], undefined);

const verdicts: readonly (readonly [when: string, inputs: VerdictInputs, verdict: string])[] = [
  ["it is in no list", now(undefined), "exec --x is covered: 1.2.0 has it, and so has the wrapper."],
  ["it is missing everywhere", now("missing", { missingOn: ["t1", "t2"] }), "exec --x is missing: 1.2.0 has it, and the wrapper does not."],
  [
    "it is missing on a target",
    now("missing", { missingOn: ["t1"] }),
    "exec --x is missing: 1.2.0 has it, and the wrapper does not on t1.",
  ],
  ["it is excluded without a note", now("excluded"), "exec --x is excluded: the rules say that no wrapper should have it."],
  [
    "it is left out",
    now("intentionally unsupported", { note: "Not needed." }),
    "exec --x is left out on purpose by the wrapper (Not needed).",
  ],
  ["it is unsupported", now("unsupported"), "exec --x is unsupported: 1.2.0 has it, and the wrapper declares that it does not."],
  ["it is passed through", now("passthrough"), "exec --x is passed through: the wrapper has no typed form of it yet."],
  ["it is hidden", now("hidden", { state: "hidden" }), "exec --x is no work: it is hidden in 1.2.0, and the wrapper does not have it."],
  ["it is at risk", now("at risk", { state: "deprecated" }), "exec --x is at risk: the wrapper uses it, and it is deprecated in 1.2.0."],
  ["it is the wrapper's alone", now("wrapper only"), "exec --x is the wrapper's alone: the union of 1.2.0 does not have it there."],
  [
    "there is no wrapper",
    given([versionOf("1.2.0", ["hidden"], undefined, { isDeprecated: true })], { hasCoverage: false }),
    "exec --x is hidden and deprecated in 1.2.0, and there is no wrapper to compare it with.",
  ],
  [
    "there is no union",
    given([versionOf("1.2.0", ["visible"], undefined, { listing: "no union" })]),
    "exec --x is visible in 1.2.0, which has no union to compare with the wrapper.",
  ],
  [
    "it is counted at the root",
    given([versionOf("1.2.0", ["visible"], explained(undefined), { listing: "root" })], { ofRoot: "(root) --x is fine." }),
    "exec --x is counted at the root in 1.2.0: (root) --x is fine.",
  ],
  [
    "it is gone",
    given([versionOf("1.1.0", ["hidden"], explained("at risk")), versionOf("1.2.0", ["absent"], explained("wrapper only"))], {
      isClaimed: true,
    }),
    "exec --x is gone: 1.1.0 was the last to have it (hidden), 1.2.0 does not have it, and the wrapper still claims it.",
  ],
  [
    "it is gone and the newest version has no snapshot of the target",
    given([versionOf("1.0.0", ["visible"], undefined), versionOf("1.1.0", ["rejected"], undefined), versionOf("1.2.0", [], undefined)]),
    "exec --x is gone: 1.0.0 was the last to have it, 1.1.0 rejects it.",
  ],
  [
    "it is gone and the wrapper passes it to older versions alone",
    given([versionOf("1.1.0", ["visible"], undefined), versionOf("1.2.0", ["rejected"], undefined)], {
      isClaimed: true,
      onlyFor: ["1.0.0", "1.1.0"],
    }),
    "exec --x is gone: 1.1.0 was the last to have it, 1.2.0 rejects it, and the wrapper passes it to 1.0.0 and 1.1.0 alone.",
  ],
  [
    "it came later",
    given([versionOf("1.1.0", ["rejected"], undefined)], { isClaimed: true, known: [versionOf("1.1.0", ["rejected"], undefined), later] }),
    "exec --x is not in 1.1.0 yet, which rejects it: it came with 1.2.0.",
  ],
  [
    "it was there before and after",
    given([versionOf("1.1.0", ["absent"], undefined)], {
      known: [versionOf("1.0.0", ["visible"], undefined), versionOf("1.1.0", ["absent"], undefined), later],
    }),
    "exec --x is not in 1.1.0: 1.0.0 was the last to have it before, and 1.2.0 has it again.",
  ],
  [
    "it was there in an older version that was not asked for",
    given([versionOf("1.2.0", ["absent"], undefined)], {
      known: [versionOf("1.1.0", ["visible"], undefined), versionOf("1.2.0", ["absent"], undefined)],
    }),
    "exec --x is gone: 1.1.0 was the last to have it, 1.2.0 does not have it.",
  ],
  [
    "the required target lacks it",
    { ...now(undefined), requiredTarget: "t0" },
    "exec --x is covered: 1.2.0 has it on t1, t2 alone, and so has the wrapper.",
  ],
  [
    "the required target lacks it and there is no wrapper",
    { ...now(undefined), requiredTarget: "t0", hasCoverage: false },
    "exec --x is visible in 1.2.0 on t1, t2 alone, and there is no wrapper to compare it with.",
  ],
  ["it was only ever rejected", given([versionOf("1.2.0", ["rejected"], undefined)]), "exec --x is rejected by 1.2.0."],
  [
    "the wrapper alone knows it",
    given([versionOf("1.2.0", ["absent"], undefined)], { isClaimed: true }),
    "exec --x is not in 1.2.0; only the wrapper claims it.",
  ],
  [
    "other versions know it",
    given([versionOf("1.2.0", ["absent"], undefined)]),
    "exec --x is not in 1.2.0; only other versions or targets have it.",
  ],
  [
    "there is no snapshot",
    given([versionOf("1.2.0", [], undefined)]),
    "Nothing is known of exec --x there: no version asked for has a snapshot.",
  ],
];
for (const [when, inputs, verdict] of verdicts) {
  test(`verdictOf() says so in one sentence when ${when}`, () => assert.equal(verdictOf(inputs), verdict));
}
