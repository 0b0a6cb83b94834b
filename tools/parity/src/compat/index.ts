export { judgeLine, readableVersion, type LineVerdict, type ReadableVersion } from "./judge-line.ts";
export { verdictRanges, type VerdictRange } from "./verdict-ranges.ts";
