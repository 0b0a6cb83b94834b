import type { ParityRules } from "@lockstep/contracts";
import type { RulesDecisions } from "../rules/decisions.ts";
import { indexExclusions } from "../rules/exclusions.ts";
import { codeApplies } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkCurrent } from "./current-json.ts";
import { checkParityExclusions } from "./parity-exclusions.ts";
import { checkPointerReferences } from "./pointer-references.ts";
import { checkPointers } from "./pointers.ts";
import { checkReports } from "./reports.ts";
import type { RootFiles } from "./root-files.ts";
import { stableVersions } from "../rules/stable-version.ts";
import { checkInputs, checkSnapshots } from "./snapshots.ts";
import { checkVersionMetadata, statusOf } from "./version-metadata.ts";
import { checkVersions } from "./versions.ts";
import { compareViolations, type Violation } from "./violation.ts";
import { checkWaivers } from "./waivers.ts";
import { checkWrapperCoverage } from "./wrapper-coverage.ts";

/** A manifest root to validate. */
export interface RootToValidate {
  readonly rules: ParityRules;
  /** The rules file as violations name it: relative to the root when it is inside. */
  readonly rulesPath: string;
  readonly decisions: RulesDecisions;
  readonly files: RootFiles;
}

/**
 * Every violation of a root, sorted. The answer is final when `files.unread()` is empty: read what it lists, then call again.
 * Throws `InputError` for rules that cannot be applied.
 */
export function validateRoot(root: RootToValidate): readonly Violation[] {
  return collect(root, (context) => {
    checkParityExclusions(context);
    const pointers = checkPointers(context);
    const metadataByVersion = new Map<string, unknown>();
    const statuses: unknown[] = [];
    const versions = checkVersions(context, pointers);
    for (const version of versions) {
      const metadata = checkVersionMetadata(context, version);
      if (metadata !== undefined) metadataByVersion.set(version, metadata);
      statuses.push(statusOf(metadata));
      checkReports(context, version, statusOf(metadata), checkSnapshots(context, version));
    }
    checkPointerReferences(context, pointers, metadataByVersion);
    checkCurrent(context, pointers);
    checkWrapperCoverage(context, statuses);
    checkWaivers(context, versions);
  });
}

/**
 * The violations of the snapshots of some versions: of every one that a union names as an input, and of every one of an expected
 * target that is there, whatever becomes of it. Final when `files.unread()` is empty, as `validateRoot` is.
 */
export function validateInputs(root: RootToValidate, versions: readonly string[]): readonly Violation[] {
  return collect(root, (context) => {
    for (const version of versions) checkInputs(context, version);
  });
}

function collect({ rules, rulesPath, decisions, files }: RootToValidate, check: (context: CheckContext) => void): readonly Violation[] {
  const violations: Violation[] = [];
  check({
    files,
    rules,
    rulesPath,
    conflictFields: decisions.conflictFields,
    exclusions: indexExclusions(rules),
    isStableVersion: stableVersions(rules),
    applies: (code) => codeApplies(code, decisions),
    report: (violation) => void violations.push(violation),
  });
  return violations.toSorted(compareViolations);
}
