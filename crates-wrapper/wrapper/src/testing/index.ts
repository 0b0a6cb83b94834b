export { type Builders, type EdgeRequests, edges, testBuilders } from "./builder-tests.ts";
export { type Printed, printing } from "./printing.ts";
export { type Coverage, testScenarios } from "./scenario-tests.ts";
export { all, assertFails, scriptedProgram, useTemporaryFolder, watchTemporaryFolder } from "./scripted-program.ts";
