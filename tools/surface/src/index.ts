export { PROBE_VALUE } from "./acceptance/acceptance-protocol.ts";
export { compareAnswers, parseAnswers, renderAnswers } from "./acceptance/answer-text.ts";
export { commandCandidates, type FlagCandidate } from "./acceptance/flag-candidate.ts";
export {
  nextAcceptanceCalls,
  planAcceptance,
  readAcceptance,
  type AcceptanceCall,
  type AcceptanceCommand,
  type AcceptancePlan,
  type AcceptanceResult,
} from "./acceptance/plan-acceptance.ts";
export { planReplay, type ReplayFlag, type ReplayPlan } from "./acceptance/plan-replay.ts";
export { readReplay, type ReplaySubject } from "./acceptance/read-replay.ts";
export { hasAcceptanceProtocol } from "./acceptance/protocol-for.ts";
export { earlierNames, parseCandidates, renderCandidates, withCandidates } from "./acceptance/earlier-names.ts";
export { joinCandidates, laterNames } from "./acceptance/later-names.ts";
export { failedHelps } from "./acceptance/snapshot-acceptance.ts";
export { parseBinaryVersion } from "./binary-version.ts";
export type { AcceptanceAnswer, FeatureCapture, HelpProbe, Probe, RawCapture, SurfaceCapture } from "./capture.ts";
export { cleanText } from "./clean-text.ts";
export { nextCompletionCalls, readCompletionAnswers, type CompletionProtocol } from "./completion/completion-protocol.ts";
export { missingFrom, type SnapshotDifference } from "./compare.ts";
export type { CompletionSurface, HelpPage } from "./help-page.ts";
export { acceptanceProtocolFor } from "./acceptance/protocol-for.ts";
export { askedDeclaredPaths, markUnknownOptions } from "./declarations/declared-candidates.ts";
export { declarationForms } from "./declarations/declaring-frameworks.ts";
export { DECLARING_WORDS, startsWithDeclaration } from "./declarations/declaration-sites.ts";
export type { DeclaredSurface, SourceText } from "./declarations/declared-surface.ts";
export { readOclifDeclarations } from "./declarations/oclif-declarations.ts";
export { readDeclarations } from "./declarations/read-declarations.ts";
export { exportedNames, importedExports, importedNames } from "./declarations/source-texts.ts";
export { Discovery } from "./discovery.ts";
export { completionIn, helpIn } from "./read-probe.ts";
export { globalFlagsIn } from "./snapshot/surface-commands.ts";
export { enableWords, parseFeatureList, plainOmission, requestedFeatures } from "./features.ts";
export { frameworkAt, frameworkNames, parserAt } from "./parsers/parser-for.ts";
export {
  buildSnapshot,
  helpCommand,
  PARSER_VERSION,
  snapshotAcceptance,
  supplementPaths,
  type BuiltSnapshot,
  type SnapshotInputs,
} from "./snapshot/build-snapshot.ts";
export { plainSnapshot } from "./snapshot/plain-view.ts";
export { findVolatile, volatileMarks, withoutVolatile } from "./snapshot/volatile.ts";
