/** Every kind of document that has a compiled validator: its type's name, the schema file, and the definition in it. */
export const contractKinds = [
  { kind: "UpstreamSnapshotV1", file: "SCHEMA.json", definition: "#/$defs/UpstreamSnapshotV1" },
  { kind: "UpstreamSnapshotUnionV2", file: "SCHEMA.json", definition: "#/$defs/UpstreamSnapshotUnionV2" },
  { kind: "WrapperCoverageV1", file: "SCHEMA.json", definition: "#/$defs/WrapperCoverageV1" },
  { kind: "CoverageReportV1", file: "SCHEMA.json", definition: "#/$defs/CoverageReportV1" },
  { kind: "VersionMetadataV1", file: "VERSION_METADATA_SCHEMA.json", definition: "" },
  { kind: "ParityRules", file: "RULES_SCHEMA.json", definition: "" },
  { kind: "CliDescriptor", file: "CLI_SCHEMA.json", definition: "" },
  { kind: "ArtifactsLock", file: "ARTIFACTS_LOCK_SCHEMA.json", definition: "" },
  { kind: "CommandSupplement", file: "SUPPLEMENT_SCHEMA.json", definition: "" },
  { kind: "WrapperScenarios", file: "WRAPPER_SCENARIOS_SCHEMA.json", definition: "" },
  { kind: "WrapperSurface", file: "WRAPPER_SURFACE_SCHEMA.json", definition: "" },
  { kind: "Waivers", file: "WAIVERS_SCHEMA.json", definition: "" },
  { kind: "DeclaredSurface", file: "DECLARED_SURFACE_SCHEMA.json", definition: "" },
  { kind: "PlanJournalEvent", file: "PLAN_JOURNAL_SCHEMA.json", definition: "" },
  { kind: "ChangePlan", file: "CHANGE_PLAN_SCHEMA.json", definition: "" },
] as const;
