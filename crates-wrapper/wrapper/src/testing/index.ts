export { type Builders, type EdgeRequests, edges, testBuilders } from "./builder-tests.ts";
export { assertNoProcess, killAll, processesWith } from "./marked-processes.ts";
export { type Printed, printing } from "./printing.ts";
export { type Coverage, testScenarios } from "./scenario-tests.ts";
export { all, assertFails, scriptedProgram, useTemporaryFolder, watchTemporaryFolder } from "./scripted-program.ts";
export type { AgentBench, ModelStep } from "./agent-bench.ts";
export { agentScenario } from "./agent-scenario.ts";
export { tinyMcpServer } from "./tiny-mcp-server.ts";
