import type { Scenario } from "@lockstep/wrapper";
import { execArgv } from "../argv/exec.ts";
import { execScenarios } from "./exec-scenarios.ts";
import { managementScenarios } from "./management-scenarios.ts";
import { serverScenarios } from "./server-scenarios.ts";

/** Calls that together use every typed field of this wrapper. */
export const scenarios: readonly Scenario[] = [
  {
    name: "common options",
    argv: () =>
      execArgv({
        prompt: "Do it",
        mcpServers: { docs: { type: "stdio", command: "npx", args: ["-y", "docs-server"] } },
        enable: ["memories"],
        disable: ["unified_exec"],
      }),
  },
  ...execScenarios,
  ...managementScenarios,
  ...serverScenarios,
];
