import type { ParityRules, VersionMetadataV1 } from "@lockstep/contracts";
import { compare, valid } from "semver";
import { stableVersions } from "../rules/stable-version.ts";
import type { PromotionGate } from "./promotion-gate.ts";

/** What a promotion looks at. */
export interface PromotionInputs {
  readonly rules: Pick<ParityRules, "union" | "versioning">;
  /** The version's metadata as it will stand. */
  readonly metadata: VersionMetadataV1;
  /** The text of its union. */
  readonly unionText: string;
  /** The version in a pointer file by its path below the root; `undefined` for one that says `none`, absent when the file is. */
  readonly pointers: ReadonlyMap<string, string | undefined>;
  /** Which version's union `current.json` is, or a word for one that is broken; `null` when the file is absent. */
  readonly current: string | null;
  /** Whether pointers may move to an older version. */
  readonly allowsOlder: boolean;
  /** The words of a command after its name that lead it to this version. */
  readonly versionWords: string;
}

/** One file of a promotion, below the root. */
export interface PromotionMove {
  readonly path: string;
  readonly text: string;
  /** What it says now: a version, `none`, or `null` when it is absent. */
  readonly from: string | null;
  readonly to: string;
  readonly isBackwards: boolean;
}

/** A pointer of a target that stays where it is, and why. */
export interface KeptPointer {
  readonly path: string;
  readonly at: string;
  readonly reason: string;
  /** Whether one might expect it to move: it names a version, or its target has passed. */
  readonly isNotable: boolean;
}

/** The files to write in this order, or the gates that forbid the promotion. */
export type Promotion =
  | { readonly type: "promotion"; readonly moves: readonly PromotionMove[]; readonly kept: readonly KeptPointer[] }
  | {
      readonly type: "refused";
      readonly gates: readonly PromotionGate[];
      /** What would move once the gates are open on the required target alone; nothing for a version that can never be promoted. */
      readonly movesWhenGreen: readonly PromotionMove[];
    };

const rootPointer = "latest_validated.txt";

/**
 * Plans the promotion of a validated version: `latest_validated.txt`, `latest_supported` of every supported target,
 * `latest_validated` of those that passed too, and `current.json`. Pointer files that do not exist are made. A pointer moves to an
 * older version only where that is allowed.
 *
 * The pointer of the required target comes first and `latest_validated.txt`, which has to equal it, last: a promotion that was cut off
 * between them is a violation, whatever was written.
 */
export function planPromotion(inputs: PromotionInputs): Promotion {
  const { rules, metadata } = inputs;
  const gates = promotionGates(inputs);
  const supported = metadata.coverage?.supported_targets ?? [];
  const passed = metadata.validation?.passed_targets ?? [];
  if (gates.length === 0) return { type: "promotion", ...planMoves(inputs, supported, passed) };
  const required = rules.union.required_target;
  const isStable = stableVersions(rules)(metadata.semantic_version);
  const { moves } = isStable ? planMoves({ ...inputs, allowsOlder: true }, [...supported, required], [...passed, required]) : { moves: [] };
  return { type: "refused", gates, movesWhenGreen: moves.filter(({ from, to }) => from !== to) };
}

function planMoves(
  { rules, metadata, unionText, pointers, current, allowsOlder }: PromotionInputs,
  supported: readonly string[],
  passed: readonly string[],
): { readonly moves: readonly PromotionMove[]; readonly kept: readonly KeptPointer[] } {
  const { semantic_version: version } = metadata;
  const { required_target: required, expected_targets: expected } = rules.union;
  const moves: PromotionMove[] = [];
  const kept: KeptPointer[] = [];
  const point = (path: string, obstacle: string | undefined, isPassed: boolean): void => {
    const present = pointers.get(path);
    const from = pointers.has(path) ? (present ?? "none") : null;
    const isBackwards = present !== undefined && compare(present, version) > 0;
    const reason = obstacle ?? (isBackwards && !allowsOlder ? `it is newer than ${version}` : undefined);
    if (reason === undefined) return void moves.push({ path, text: `${version}\n`, from, to: version, isBackwards });
    kept.push({ path, at: from ?? "none", reason, isNotable: present !== undefined || isPassed });
    // Written again as it is, so that a file that is absent is made.
    moves.push({ path, text: `${present ?? "none"}\n`, from, to: present ?? "none", isBackwards: false });
  };
  const pointTarget = (kind: "supported" | "validated", target: string): void => {
    const isPassed = passed.includes(target);
    const unsupported = supported.includes(target) ? undefined : "the wrapper does not support the target";
    const unpassed = kind === "supported" || isPassed ? undefined : "validation has not passed on the target";
    point(`pointers/latest_${kind}/${target}.txt`, unsupported ?? unpassed, isPassed);
  };
  pointTarget("validated", required);
  const isCurrentNewer = valid(current) !== null && compare(current ?? "", version) > 0;
  moves.push({ path: "current.json", text: unionText, from: current, to: version, isBackwards: isCurrentNewer });
  for (const target of expected) {
    pointTarget("supported", target);
    if (target !== required) pointTarget("validated", target);
  }
  point(rootPointer, undefined, true);
  return { moves, kept };
}

function promotionGates({ rules, metadata, pointers, allowsOlder, versionWords }: PromotionInputs): readonly PromotionGate[] {
  const { semantic_version: version, status } = metadata;
  const supported = metadata.coverage?.supported_targets ?? [];
  const passed = metadata.validation?.passed_targets ?? [];
  const required = rules.union.required_target;
  const isStable = stableVersions(rules)(version);
  const promote = `xtask promote ${versionWords}`;
  const gates: readonly (readonly [isGreen: boolean, gate: PromotionGate])[] = [
    [
      isStable,
      {
        code: "version-not-stable",
        message: `the version "${version}" is not a stable release`,
        next: "Promote a version that matches versioning.pointers.stable_semver_pattern of the rules",
      },
    ],
    [metadata.promotion.eligible_for_latest_validated, statusGate(status, `${promote} --passed-target ${required}`)],
    [
      passed.includes(required),
      {
        code: "required-target-not-passed",
        message: `validation has not passed on the required target "${required}" (passed: ${passed.join(", ") || "none"})`,
        next: `${promote} --passed-target ${required}`,
      },
    ],
    [
      supported.includes(required),
      {
        code: "required-target-not-supported",
        message: `the wrapper does not support the required target "${required}" (supported: ${supported.join(", ") || "none"})`,
        next: `xtask report ${versionWords} --show --target ${required}`,
      },
    ],
  ];
  const ahead = [rootPointer, `pointers/latest_validated/${required}.txt`].flatMap((path): readonly PromotionGate[] => {
    const present = pointers.get(path);
    if (allowsOlder || present === undefined || !isStable || compare(present, version) <= 0) return [];
    const message = `"${path}" is already at ${present}, which is newer than ${version}`;
    return [{ code: "newer-is-promoted", message, next: `To move back on purpose: ${promote} --allow-older` }];
  });
  return [...gates.filter(([isGreen]) => !isGreen).map(([, gate]) => gate), ...ahead];
}

/** The gate of a version whose status is another than `validated`; `next` states that it has passed. */
export function statusGate(status: string, next: string): PromotionGate {
  return { code: "status-not-validated", message: `the status must be "validated", is "${status}"`, next };
}
