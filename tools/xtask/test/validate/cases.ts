import type { Case } from "./case.ts";
import { coverageCases } from "./coverage-cases.ts";
import { pointerCases } from "./pointer-cases.ts";
import { currentCases, reportCases } from "./report-cases.ts";
import { ruleCases } from "./rule-cases.ts";
import { snapshotCases, versionCases } from "./version-cases.ts";

/** Every broken root under rules version 1. */
export const cases: readonly Case[] = [
  ...ruleCases,
  ...pointerCases,
  ...versionCases,
  ...snapshotCases,
  ...reportCases,
  ...currentCases,
  ...coverageCases,
];
