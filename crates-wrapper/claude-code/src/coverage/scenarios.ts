import type { Scenario } from "@lockstep/wrapper";
import { managementScenarios } from "./management-scenarios.ts";
import { pluginScenarios } from "./plugin-scenarios.ts";
import { sessionScenarios } from "./session-scenarios.ts";

/** Calls that together use every typed field of this wrapper. */
export const scenarios: readonly Scenario[] = [...sessionScenarios, ...managementScenarios, ...pluginScenarios];
