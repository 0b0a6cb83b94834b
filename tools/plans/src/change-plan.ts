export type { ChangePlan, PlannedFile, StoredContent, StoredState } from "@lockstep/contracts";
