import type { ParityRules } from "@lockstep/contracts";

/** The versions that the pointers of one expected target name; `null` is `none`, or a file that does not exist. */
export interface TargetPointers {
  readonly target: string;
  readonly isRequired: boolean;
  readonly latestValidated: string | null;
  readonly latestSupported: string | null;
}

/** The pointers of every expected target, in expected order; `pointers` has the versions by path below the root. */
export function targetPointers(
  { union }: Pick<ParityRules, "union">,
  pointers: ReadonlyMap<string, string | undefined>,
): readonly TargetPointers[] {
  return union.expected_targets.map((target) => ({
    target,
    isRequired: target === union.required_target,
    latestValidated: pointers.get(`pointers/latest_validated/${target}.txt`) ?? null,
    latestSupported: pointers.get(`pointers/latest_supported/${target}.txt`) ?? null,
  }));
}
