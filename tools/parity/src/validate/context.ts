import type { ParityRules } from "@lockstep/contracts";
import type { RulesDecisions } from "../rules/decisions.ts";
import type { Exclusions } from "../rules/exclusions.ts";
import type { ViolationCode } from "./codes.ts";
import type { RootFiles } from "./root-files.ts";
import type { Violation } from "./violation.ts";

/** What every check is given: the root, its rules, and where to report. */
export interface CheckContext {
  readonly files: RootFiles;
  readonly rules: ParityRules;
  /** The rules file as violations name it. */
  readonly rulesPath: string;
  readonly conflictFields: RulesDecisions["conflictFields"];
  /** The exclusions that apply: none unless their schema version is 1. */
  readonly exclusions: Exclusions;
  /** Whether a text is a version that pointers may name. */
  readonly isStableVersion: (text: string) => boolean;
  /** Whether the rules ask for a code's check. */
  readonly applies: (code: ViolationCode) => boolean;
  readonly report: (violation: Violation) => void;
}
