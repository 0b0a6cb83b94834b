import type { FlagTable } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNeeds, assertNoConflict } from "../claude-tools.ts";

/**
 * What a program sets that speaks the control protocol with a run: a part of the command line moves into the `initialize` request on
 * stdin. Help conceals all of it.
 */
export interface HostOptions {
  /** Waits for the `initialize` request, which is then the first line of stdin. */
  readonly awaitInitialize?: boolean;
  /** Fields of that request that stand in for the options of the same names. */
  readonly initializeFields?: readonly ("settings" | "disallowedTools")[];
  /** Settings that count like those of an administrator, as JSON. */
  readonly managedSettings?: string;
  /** Takes them from that request. */
  readonly managedSettingsInInitialize?: boolean;
  /** Absolute path of the directory whose project settings count, in place of the working directory. */
  readonly projectConfigRoot?: string;
  /** Tool of an MCP server that answers what needs a permission; `stdio` stands for the control protocol. */
  readonly permissionPromptTool?: string;
}

export const hostFlags: FlagTable<HostOptions> = {
  awaitInitialize: "--await-initialize",
  initializeFields: "--initialize-fields=TEXT...",
  managedSettings: "--managed-settings=TEXT",
  managedSettingsInInitialize: "--managed-settings-in-initialize",
  projectConfigRoot: "--project-config-root=TEXT",
  permissionPromptTool: "--permission-prompt-tool=TEXT",
};

/** The options that a field of the `initialize` request can stand in for. */
interface Replaced {
  readonly inputFormat?: string;
  readonly settings?: string;
  readonly disallowedTools?: readonly string[];
}

/** Throws for fields that Claude Code refuses together. */
export function assertHost(request: HostOptions & Replaced): void {
  const { awaitInitialize = false, initializeFields = [], inputFormat, projectConfigRoot } = request;
  if (awaitInitialize && inputFormat !== "stream-json")
    throw ClaudeCodeError.forRequest(`Option "awaitInitialize" needs the "inputFormat" "stream-json"`);
  assertNeeds(request, [
    ["initializeFields", "awaitInitialize"],
    ["managedSettingsInInitialize", "awaitInitialize"],
  ]);
  assertNoConflict(request, [["managedSettings", "managedSettingsInInitialize"]]);
  const twice = initializeFields.find((field) => request[field] !== undefined);
  if (twice !== undefined)
    throw ClaudeCodeError.forRequest(`Option "${twice}" and the "initializeFields" "${twice}" exclude each other, drop one`);
  if (projectConfigRoot !== undefined && !projectConfigRoot.startsWith("/"))
    throw ClaudeCodeError.forRequest(`Value ${JSON.stringify(projectConfigRoot)} of "projectConfigRoot" is no absolute path`);
}
