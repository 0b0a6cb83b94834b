import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Codex as an MCP server on stdio, which codex had up to 0.146. */
export interface McpServerModeRequest extends CommonOptions {
  readonly strictConfig?: boolean;
}

export const mcpServerArgv = argvBuilder<McpServerModeRequest>({
  path: ["mcp-server"],
  flags: { strictConfig: "--strict-config" },
});
