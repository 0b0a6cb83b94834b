// Generated from schemas/ by `xtask codegen`. Do not edit.
import type { ErrorObject } from "ajv";

type Validate = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };
export declare const UpstreamSnapshotV1: Validate;
export declare const UpstreamSnapshotUnionV2: Validate;
export declare const WrapperCoverageV1: Validate;
export declare const CoverageReportV1: Validate;
export declare const VersionMetadataV1: Validate;
export declare const ParityRules: Validate;
export declare const CliDescriptor: Validate;
export declare const ArtifactsLock: Validate;
export declare const CommandSupplement: Validate;
export declare const WrapperScenarios: Validate;
export declare const WrapperSurface: Validate;
export declare const Waivers: Validate;
export declare const DeclaredSurface: Validate;
export declare const PlanJournalEvent: Validate;
export declare const ChangePlan: Validate;
