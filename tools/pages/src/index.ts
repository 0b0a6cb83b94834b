export { renderCliPage } from "./cli-page.ts";
export { countOutcomes } from "./counts.ts";
export { renderIndexPage } from "./index-page.ts";
export type {
  CliPage,
  OutcomeCounts,
  PageChange,
  PageLink,
  PageOutcome,
  PageUnit,
  PageVersion,
  PresenceRange,
  QueueList,
  Rendering,
  SurfaceUnit,
  UnitTimeline,
  VersionPairs,
} from "./model.ts";
export { renderSummaryMarkdown } from "./summary-markdown.ts";
