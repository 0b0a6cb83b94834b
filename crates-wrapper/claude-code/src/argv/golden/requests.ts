import type { ArgvToken } from "@lockstep/wrapper";
import { authLoginArgv, authLogoutArgv, authStatusArgv, setupTokenArgv } from "../auth.ts";
import { autoModeConfigArgv, autoModeCritiqueArgv, autoModeDefaultsArgv, autoModeResetArgv } from "../auto-mode.ts";
import { agentsArgv, logsArgv, respawnArgv, rmArgv, stopArgv } from "../background-sessions.ts";
import { backgroundArgv } from "../background.ts";
import { cloudArgv } from "../cloud.ts";
import { gatewayArgv } from "../gateway.ts";
import { importConversationsArgv } from "../import-conversations.ts";
import { doctorArgv, installArgv, sandboxStatusArgv, updateArgv, versionArgv, workspaceTrustArgv } from "../installation.ts";
import {
  mcpAddArgv,
  mcpAddJsonArgv,
  mcpGetArgv,
  mcpListArgv,
  mcpLoginArgv,
  mcpLogoutArgv,
  mcpRemoveArgv,
  mcpResetProjectChoicesArgv,
  mcpServeArgv,
} from "../mcp.ts";
import { pluginInitArgv, pluginTagArgv, pluginTestArgv, pluginValidateArgv } from "../plugin-author.ts";
import { pluginEvalArgv, pluginEvalInitArgv } from "../plugin-eval.ts";
import {
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpdateArgv,
} from "../plugin-marketplace.ts";
import {
  pluginConfigureArgv,
  pluginDetailsArgv,
  pluginDisableArgv,
  pluginEnableArgv,
  pluginInstallArgv,
  pluginListArgv,
  pluginPruneArgv,
  pluginRestoreSetAsideArgv,
  pluginUninstallArgv,
  pluginUpdateArgv,
} from "../plugin.ts";
import { initOnlyArgv, printArgv, rewindFilesArgv } from "../print.ts";
import { projectPurgeArgv, purgeArgv } from "../purge.ts";
import { ultrareviewArgv } from "../ultrareview.ts";

const id = "0199a213-81c0-4800-8aa1-bbab2a035a53";
const stream = { inputFormat: "stream-json", outputFormat: "stream-json", verbose: true } as const;

/** Callers without TypeScript can leave a switch off that has to be on. */
const falseForJavaScript = false as true;

/** Requests at the edges, and those that Claude Code would refuse or half ignore, by builder. Every builder has some. */
export const edgeRequests: readonly EdgeRequests[] = [
  edges("printArgv", printArgv, [
    { prompt: "-p", model: "-m", allowedTools: ["Bash(a, b)", "-x"], addDir: ["-a", "b"], worktree: "-w", debug: "!api", chrome: true },
    { prompt: "p", verbose: false, allowedTools: [], addDir: [], worktree: false, debug: false, chrome: false, continue: false },
    { prompt: "p", tools: [], settingSources: [] },
    { prompt: "p", tools: ["default"], settingSources: ["local"], extraArgs: ["--future", "1"] },
    { prompt: "p", continue: true, forkSession: true, sessionId: id },
    { ...stream },
    {},
    { prompt: " \n" },
    { ...stream, prompt: "" },
    { prompt: "p", inputFormat: "stream-json" },
    { prompt: "p", inputFormat: "stream-json", outputFormat: "json" },
    { prompt: "p", outputFormat: "stream-json" },
    { prompt: "p", outputFormat: "json", includePartialMessages: true },
    { prompt: "p", forwardSubagentText: true },
    { prompt: "p", promptSuggestions: true },
    { prompt: "p", outputFormat: "stream-json", verbose: true, replayUserMessages: true },
    { prompt: "p", replayUserMessages: true },
    { prompt: "p", jsonSchema: "{" },
    { prompt: "p", jsonSchema: "[]" },
    { prompt: "p", continue: true, resume: id },
    { prompt: "p", continue: true, teleport: "s" },
    { prompt: "p", resume: id, teleport: "s" },
    { prompt: "p", forkSession: true },
    { prompt: "p", sessionId: id, resume: id },
    { prompt: "p", sessionId: id, continue: true },
    { prompt: "p", sessionId: "nightly" },
    { prompt: "p", resumeSessionAt: id },
    { prompt: "p", resume: id, resumeDropsTurn: id },
    { prompt: "p", systemPrompt: "a", systemPromptFile: "b" },
    { prompt: "p", appendSystemPrompt: "a", appendSystemPromptFile: "b" },
    { prompt: "p", appendSubagentSystemPrompt: "a", appendSubagentSystemPromptFile: "b" },
    { prompt: "p", maxTurns: 0 },
    { prompt: "p", maxTurns: 1.5 },
    { prompt: "p", taskBudget: 0 },
    { prompt: "p", maxThinkingTokens: -1 },
    { prompt: "p", maxBudgetUsd: 0 },
    { prompt: "p", maxBudgetUsd: Number.NaN },
    { prompt: "p", maxBudgetUsd: Number.POSITIVE_INFINITY },
    { prompt: "p", awaitInitialize: true },
    { ...stream, initializeFields: ["settings"] },
    { ...stream, managedSettingsInInitialize: true },
    { ...stream, awaitInitialize: true, managedSettingsInInitialize: true, managedSettings: "{}" },
    { ...stream, awaitInitialize: true, initializeFields: ["settings"], settings: "{}" },
    { ...stream, awaitInitialize: true, initializeFields: ["disallowedTools"], disallowedTools: ["Bash"] },
    { prompt: "p", projectConfigRoot: "work" },
    { prompt: "p", model: "" },
    { prompt: "p", tools: ["Bash,Read"] },
    { prompt: "p", tools: ["Bash", ""] },
    { prompt: "p", settings: "a\0b" },
    { prompt: "p", extraArgs: ["a\0b"] },
  ]),
  edges("rewindFilesArgv", rewindFilesArgv, [
    { resume: id, rewindFiles: "-m" },
    { resume: "", rewindFiles: id },
  ]),
  edges("initOnlyArgv", initOnlyArgv, [{ initOnly: true, settingSources: [] }, { initOnly: falseForJavaScript }]),
  edges("backgroundArgv", backgroundArgv, [
    { prompt: "--print", name: "-n", agents: ' {"a":{}}' },
    { prompt: " " },
    { prompt: "p", continue: true, resume: id },
    { prompt: "p", forkSession: true },
    { prompt: "p", agents: "agents.json" },
    { prompt: "p", systemPrompt: "a", systemPromptFile: "b" },
  ]),
  edges("agentsArgv", agentsArgv, [{ cwd: "-c", json: true }, { all: true }]),
  edges("logsArgv", logsArgv, [{ id: "two words" }, { id: "-a" }]),
  edges("stopArgv", stopArgv, [{ id: "" }]),
  edges("respawnArgv", respawnArgv, [{ id: "--all" }, {}, { id: "a", all: true }, { id: "a", all: false }]),
  edges("rmArgv", rmArgv, [{ id: "a" }, { id: "-a" }]),
  edges("cloudArgv", cloudArgv, [
    { prompt: "p", cloud: "-c" },
    { prompt: "p", cloud: false, environment: "ccpool_1", metadata: { "a=b": "c" } },
    { prompt: "" , cloud: true },
    { prompt: "p" },
    { prompt: "p", cloud: true, environment: "ccpool_1" },
    { prompt: "p", cloud: true, ref: "main", onBranch: "fix" },
    { prompt: "p", cloud: "session_1", ref: "main" },
    { prompt: "p", cloud: "session_1", onBranch: "fix" },
    { prompt: "p", cloud: true, metadata: { size: "large" } },
    { prompt: "p", cloud: true, correlationId: "a" },
  ]),
  edges("versionArgv", versionArgv, [{ version: true, extraArgs: ["--x"] }, { version: falseForJavaScript }]),
  edges("doctorArgv", doctorArgv, [{ extraArgs: ["--new"] }]),
  edges("updateArgv", updateArgv, [{}]),
  edges("installArgv", installArgv, [{}, { target: "2.1.332", force: false }, { target: "-t" }]),
  edges("workspaceTrustArgv", workspaceTrustArgv, [{ json: true }]),
  edges("sandboxStatusArgv", sandboxStatusArgv, [{}]),
  edges("authLoginArgv", authLoginArgv, [{}, { email: "-e", sso: false }, { claudeai: true, console: true }]),
  edges("authLogoutArgv", authLogoutArgv, [{}]),
  edges("authStatusArgv", authStatusArgv, [{ json: true, text: true }]),
  edges("setupTokenArgv", setupTokenArgv, [{}]),
  edges("autoModeConfigArgv", autoModeConfigArgv, [{}]),
  edges("autoModeDefaultsArgv", autoModeDefaultsArgv, [{ label: "-l" }]),
  edges("autoModeCritiqueArgv", autoModeCritiqueArgv, [{}]),
  edges("autoModeResetArgv", autoModeResetArgv, [{ yes: true }, { yes: falseForJavaScript }]),
  edges("gatewayArgv", gatewayArgv, [{ config: "-c" }, { config: "" }]),
  edges("mcpAddArgv", mcpAddArgv, [
    { name: "docs", command: ["npx", "-y", ""], env: { EMPTY: "", "-A": "b=c" } },
    { name: "docs", command: ["npx"], env: {}, scope: "project" },
    { name: "docs", command: ["npx"], env: { "A=B": "c" } },
    { name: "docs", command: ["npx", "a\0b"] },
    { name: "web", url: "https://mcp.example/", header: { A: "b: c", B: "" } },
    { name: "-docs", url: "https://mcp.example/" },
    { name: "web", url: "-u" },
    { name: "docs" },
    { name: "docs", command: [] },
    { name: "docs", command: [""] },
    { name: "docs", command: ["npx"], url: "https://mcp.example/" },
    { name: "web", url: "https://mcp.example/", env: { A: "b" } },
    { name: "docs", command: ["npx"], header: { A: "b" } },
    { name: "docs", command: ["npx"], transport: "sse" },
    { name: "docs", command: ["npx"], clientId: "c" },
    { name: "web", url: "https://mcp.example/", clientSecret: true },
    { name: "web", url: "https://mcp.example/", callbackPort: 0 },
    { name: "web", url: "https://mcp.example/", callbackPort: 65_536 },
  ]),
  edges("mcpAddJsonArgv", mcpAddJsonArgv, [
    { name: "web", server: { type: "http", url: "https://mcp.example/", headers: { A: "secret" } } },
    { name: "-", server: { command: "npx" } },
  ]),
  edges("mcpListArgv", mcpListArgv, [{}]),
  edges("mcpGetArgv", mcpGetArgv, [{ name: "two words" }]),
  edges("mcpRemoveArgv", mcpRemoveArgv, [{ name: "--all" }]),
  edges("mcpLoginArgv", mcpLoginArgv, [{ name: "web", noBrowser: false }]),
  edges("mcpLogoutArgv", mcpLogoutArgv, [{ name: "" }]),
  edges("mcpResetProjectChoicesArgv", mcpResetProjectChoicesArgv, [{}]),
  edges("mcpServeArgv", mcpServeArgv, [{ debug: false }]),
  edges("purgeArgv", purgeArgv, [
    { path: "-p", yes: true },
    { path: "", yes: true },
    { yes: true },
    { path: "/work", all: true, yes: true },
    { path: "/work" },
  ]),
  edges("projectPurgeArgv", projectPurgeArgv, [{ all: true, yes: true, dryRun: true }, { all: true }]),
  edges("importConversationsArgv", importConversationsArgv, [{ exportPath: "-e" }]),
  edges("ultrareviewArgv", ultrareviewArgv, [{}, { target: "-t" }, { timeout: 0.5 }]),
  edges("pluginInstallArgv", pluginInstallArgv, [
    { plugin: "review@team", config: { a: "b=c", "d.e": "" } },
    { plugin: "-r" },
    { plugin: "r", config: { "": "a" } },
    { plugin: "r", yes: true, acceptCommand: "a" },
  ]),
  edges("pluginUpdateArgv", pluginUpdateArgv, [{ plugin: "" }, { plugin: "r", yes: true, acceptCommand: "a" }]),
  edges("pluginUninstallArgv", pluginUninstallArgv, [
    { plugin: "r", json: true, prune: true, yes: true },
    { plugin: "r", prune: true },
    { plugin: "--all" },
  ]),
  edges("pluginEnableArgv", pluginEnableArgv, [{ plugin: "two words" }, { plugin: "-r" }]),
  edges("pluginDisableArgv", pluginDisableArgv, [{}, { plugin: "r", all: true }, { all: true, scope: "user" }, { plugin: "-r" }]),
  edges("pluginListArgv", pluginListArgv, [{}, { dataSize: "r", json: true }, { available: true }, { dataSize: true }, { dataSize: "", json: true }]),
  edges("pluginDetailsArgv", pluginDetailsArgv, [{ plugin: "-r" }]),
  edges("pluginConfigureArgv", pluginConfigureArgv, [{ plugin: "r" }, { plugin: "" }]),
  edges("pluginPruneArgv", pluginPruneArgv, [{}, { dryRun: true, yes: true }]),
  edges("pluginRestoreSetAsideArgv", pluginRestoreSetAsideArgv, [{ plugin: "-r" }]),
  edges("pluginInitArgv", pluginInitArgv, [{ name: "a", with: [] }, { name: "-a" }]),
  edges("pluginValidateArgv", pluginValidateArgv, [{ path: "." }, { path: "-p" }]),
  edges("pluginTagArgv", pluginTagArgv, [{}, { path: "", push: true }, { remote: "origin" }]),
  edges("pluginTestArgv", pluginTestArgv, [{}, { dir: "-d" }]),
  edges("pluginEvalArgv", pluginEvalArgv, [
    {},
    { scaffold: true, json: true, threshold: 0 },
    { target: "-t" },
    { concurrency: 0 },
    { concurrency: 9 },
    { runs: 0 },
    { publishReport: true, noPublish: true },
    { maxCostUsd: Number.NaN },
    { threshold: 1.5 },
  ]),
  edges("pluginEvalInitArgv", pluginEvalInitArgv, [{ name: "-n", bare: true }, { name: "n", bare: falseForJavaScript }]),
  edges("pluginMarketplaceAddArgv", pluginMarketplaceAddArgv, [
    { source: "./here", sparse: [] },
    { source: "-s" },
    { source: "team", claudeai: true, scope: "user" },
    { source: "team", claudeai: true, sparse: ["a"] },
  ]),
  edges("pluginMarketplaceListArgv", pluginMarketplaceListArgv, [{}]),
  edges("pluginMarketplaceRemoveArgv", pluginMarketplaceRemoveArgv, [{ name: "-t" }]),
  edges("pluginMarketplaceUpdateArgv", pluginMarketplaceUpdateArgv, [{ name: "" }, { json: true }]),
];

interface EdgeRequests {
  readonly builder: string;
  readonly cases: readonly { readonly request: object; readonly argv: () => readonly ArgvToken[] }[];
}

function edges<Request extends object>(
  builder: string,
  toArgv: (request: Request) => readonly ArgvToken[],
  requests: readonly Request[],
): EdgeRequests {
  return { builder, cases: requests.map((request) => ({ request, argv: () => toArgv(request) })) };
}
