import type { ParityRules, VersionMetadataV1 } from "@lockstep/contracts";
import { compare } from "semver";
import { stableVersions } from "../rules/stable-version.ts";

/** What a promotion looks at. */
export interface PromotionInputs {
  readonly rules: Pick<ParityRules, "union" | "versioning">;
  /** The version's metadata as it will stand. */
  readonly metadata: VersionMetadataV1;
  /** The text of its union. */
  readonly unionText: string;
  /** The version in a pointer file by its path below the root; absent when the file is, or says `none`. */
  readonly pointers: ReadonlyMap<string, string>;
}

/** The files to write, by path below the root, or the gates that forbid the promotion. */
export type Promotion =
  | { readonly type: "promotion"; readonly texts: ReadonlyMap<string, string> }
  | { readonly type: "refused"; readonly redGates: readonly string[] };

/**
 * Plans the promotion of a validated version: `latest_validated.txt`, `latest_supported` of every supported target,
 * `latest_validated` of those that passed too, and `current.json`. Pointer files that do not exist are made. No pointer moves backwards.
 */
export function planPromotion({ rules, metadata, unionText, pointers }: PromotionInputs): Promotion {
  const { semantic_version: version } = metadata;
  const redGates = promotionGates(rules, metadata, pointers);
  if (redGates.length > 0) return { type: "refused", redGates };
  const texts = new Map([["current.json", unionText]]);
  const supported = metadata.coverage?.supported_targets ?? [];
  const validated = supported.filter((target) => metadata.validation?.passed_targets.includes(target) === true);
  for (const target of rules.union.expected_targets) {
    for (const [folder, reached] of [
      ["latest_supported", supported],
      ["latest_validated", validated],
    ] as const) {
      const path = `pointers/${folder}/${target}.txt`;
      const present = pointers.get(path);
      const isAhead = present !== undefined && compare(present, version) > 0;
      texts.set(path, `${reached.includes(target) && !isAhead ? version : (present ?? "none")}\n`);
    }
  }
  // Last, so that what it stands for is there when it says so.
  texts.set("latest_validated.txt", `${version}\n`);
  return { type: "promotion", texts };
}

function promotionGates(
  { union, versioning }: PromotionInputs["rules"],
  metadata: VersionMetadataV1,
  pointers: PromotionInputs["pointers"],
): readonly string[] {
  const { semantic_version: version, status } = metadata;
  const supported = metadata.coverage?.supported_targets ?? [];
  const passed = metadata.validation?.passed_targets ?? [];
  const required = union.required_target;
  const isStable = stableVersions({ versioning });
  const gates: readonly (readonly [isGreen: boolean, sentence: string])[] = [
    [isStable(version), `the version "${version}" is not a stable release`],
    [metadata.promotion.eligible_for_latest_validated, `the status must be "validated", is "${status}"`],
    [passed.includes(required), `validation has not passed on the required target "${required}" (passed: ${passed.join(", ") || "none"})`],
    [
      supported.includes(required),
      `the wrapper does not support the required target "${required}" (supported: ${supported.join(", ") || "none"})`,
    ],
  ];
  const ahead = ["latest_validated.txt", `pointers/latest_validated/${required}.txt`].flatMap((path) => {
    const present = pointers.get(path);
    return present !== undefined && isStable(version) && compare(present, version) > 0
      ? [`"${path}" is already at ${present}, which is newer than ${version}`]
      : [];
  });
  return [...gates.filter(([isGreen]) => !isGreen).map(([, sentence]) => sentence), ...ahead];
}
