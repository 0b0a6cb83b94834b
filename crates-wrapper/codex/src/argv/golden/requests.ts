import type { ArgvToken } from "@lockstep/wrapper";
import { appServerArgv, appServerGenerateJsonSchemaArgv, appServerGenerateTsArgv } from "../app-server.ts";
import { applyArgv, cloudApplyArgv, cloudDiffArgv, cloudExecArgv, cloudListArgv, cloudStatusArgv } from "../cloud.ts";
import {
  appServerDaemonDisableRemoteControlArgv,
  appServerDaemonEnableRemoteControlArgv,
  appServerDaemonRestartArgv,
  appServerDaemonStartArgv,
  appServerDaemonStopArgv,
  appServerDaemonVersionArgv,
} from "../daemon.ts";
import { completionArgv, debugModelsArgv, debugPromptInputArgv, doctorArgv, versionArgv } from "../diagnosis.ts";
import { execArgv } from "../exec.ts";
import { execForkArgv } from "../exec-fork.ts";
import { execResumeArgv } from "../exec-resume.ts";
import { execReviewArgv } from "../exec-review.ts";
import { execServerArgv, execServerForwardArgv } from "../exec-server.ts";
import { execpolicyCheckArgv } from "../execpolicy.ts";
import { featuresDisableArgv, featuresEnableArgv, featuresListArgv } from "../features.ts";
import { loginArgv, loginStatusArgv, logoutArgv } from "../login.ts";
import { mcpAddArgv, mcpGetArgv, mcpListArgv, mcpLoginArgv, mcpLogoutArgv, mcpRemoveArgv } from "../mcp.ts";
import { mcpServerArgv } from "../mcp-server.ts";
import { migrateRolloutsArgv } from "../migrate-rollouts.ts";
import {
  pluginAddArgv,
  pluginListArgv,
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpgradeArgv,
  pluginRemoveArgv,
} from "../plugin.ts";
import { remoteControlArgv, remoteControlPairArgv, remoteControlStartArgv, remoteControlStopArgv } from "../remote-control.ts";
import { responsesApiProxyArgv } from "../responses-api-proxy.ts";
import { reviewArgv } from "../review.ts";
import { sandboxArgv, sandboxLinuxArgv, sandboxMacosArgv } from "../sandbox.ts";
import { archiveArgv, deleteArgv, queueArgv, unarchiveArgv } from "../saved-session.ts";

/** Requests at the edges, and those that codex would refuse, by builder. Every builder has some. */
export const edgeRequests: readonly EdgeRequests[] = [
  edges("execArgv", execArgv, [
    { prompt: "-p", addDir: ["-a", "b"], image: ["-i.png", "j.png"], model: "-m", cd: "/work tree", sandbox: "read-only", worktree: true },
    { prompt: "p", oss: false, ephemeral: false, image: [], addDir: [], approveForMe: false, fullAuto: false, sandbox: "read-only" },
    { prompt: "p", model: "m", config: ['model_provider="x"', "a.b=[1]"], enable: ["shiny"], disable: ["-odd"], extraArgs: ["--future", "1"] },
    { prompt: "p", config: { model: "-m", nested: { on: true, list: ["a", 1, { "b.c": "d" }] }, gone: undefined }, extraArgs: [] },
    {
      prompt: "p",
      mcpServers: {
        docs: { type: "stdio", command: "npx", args: [], env: { "A.B": "c", D: "" }, envVars: ["E"], cwd: "-c", required: false },
        web: { type: "http", url: "https://mcp.example/", httpHeaders: { X: 'q"' }, envHttpHeaders: { Y: "Z" }, toolTimeoutSec: 0.5 },
      },
      config: { mcp_servers: { docs: { enabled: false } } },
    },
    { prompt: " \n" },
    { prompt: "p", approveForMe: true, sandbox: "read-only" },
    { prompt: "p", approveForMe: true, dangerouslyBypassApprovalsAndSandbox: true },
    { prompt: "p", fullAuto: true, dangerouslyBypassApprovalsAndSandbox: true },
    { prompt: "p", worktree: true, ephemeral: true },
    { prompt: "p", image: ["a,b.png"] },
    { prompt: "p", model: "" },
    { prompt: "p", addDir: ["a", ""] },
    { prompt: "p", cd: "a\0b" },
    { prompt: "p", config: ["novalue"] },
    { prompt: "p", config: ["=value"] },
    { prompt: "p", config: { "a.b": 1 } },
    { prompt: "p", config: { a: Number.NaN } },
    { prompt: "p", config: { a: "\ud800" } },
    { prompt: "p", config: { a: { "\ud800": 1 } } },
    { prompt: "p", config: { a: { "b c": { "\udc00": 1 } } } },
    { prompt: "p", config: ["a=\0"] },
    { prompt: "p", mcpServers: { "a.b": { type: "stdio", command: "c" } } },
    { prompt: "p", extraArgs: ["a\0b"] },
  ]),
  edges("execResumeArgv", execResumeArgv, [
    { prompt: "p", session: { type: "id", id: "abc" }, sandbox: "read-only", model: "m", config: ["a=1"], extraArgs: ["-x"] },
    { prompt: "p", session: { type: "last", all: false } },
    { prompt: "p", session: { type: "id", id: "--last" } },
    { prompt: "p", session: { type: "id", id: "" } },
    { prompt: "", session: { type: "last" } },
    { prompt: "p", session: { type: "last" }, approveForMe: true, sandbox: "read-only" },
  ]),
  edges("execForkArgv", execForkArgv, [
    { prompt: "p", session: "my thread", cd: "-d", json: true },
    { prompt: "p", session: "-" },
    { prompt: "p", session: "a", image: ["a,b.png"] },
    { prompt: "p", session: "a", approveForMe: true, dangerouslyBypassApprovalsAndSandbox: true },
  ]),
  edges("execReviewArgv", execReviewArgv, [
    { target: { type: "uncommitted" }, oss: true, json: true },
    { target: { type: "commit", sha: "-c0ffee" } },
    { target: { type: "instructions", prompt: "" } },
    { target: { type: "base", branch: "" } },
    { target: { type: "uncommitted" }, fullAuto: true, dangerouslyBypassApprovalsAndSandbox: true },
  ]),
  edges("reviewArgv", reviewArgv, [
    { target: { type: "base", branch: "-main" }, trust: false },
    { target: { type: "instructions", prompt: "\t" } },
  ]),
  edges("loginStatusArgv", loginStatusArgv, [{ config: ["a=1"] }]),
  edges("loginArgv", loginArgv, [{}, { withApiKey: true, deviceAuth: false }, { withApiKey: true, withAccessToken: true }]),
  edges("logoutArgv", logoutArgv, [{ extraArgs: ["--all"] }]),
  edges("featuresListArgv", featuresListArgv, [{ enable: ["x"] }]),
  edges("featuresEnableArgv", featuresEnableArgv, [{ feature: "-x" }]),
  edges("featuresDisableArgv", featuresDisableArgv, [{ feature: "" }]),
  edges("mcpAddArgv", mcpAddArgv, [
    { name: "docs", command: ["npx", "-y", ""], env: { EMPTY: "", "-A": "b=c" } },
    { name: "docs", command: ["npx"], env: {} },
    { name: "docs", command: ["npx"], env: { "A=B": "c" } },
    { name: "docs", command: ["npx"], env: { "": "c" } },
    { name: "docs", command: ["npx"], env: { A: "\0" } },
    { name: "docs", command: ["npx", "a\0b"] },
    { name: "-docs", url: "https://mcp.example/" },
    { name: "docs" },
    { name: "docs", command: [] },
    { name: "docs", command: [""] },
    { name: "docs", command: ["npx"], url: "https://mcp.example/" },
    { name: "docs", url: "https://mcp.example/", env: { A: "b" } },
    { name: "docs", command: ["npx"], oauthClientSecret: "s" },
  ]),
  edges("mcpListArgv", mcpListArgv, [{ json: false }]),
  edges("mcpGetArgv", mcpGetArgv, [{ name: "two words" }]),
  edges("mcpRemoveArgv", mcpRemoveArgv, [{ name: "--all" }]),
  edges("mcpLoginArgv", mcpLoginArgv, [{ name: "web", scopes: [] }, { name: "web", scopes: ["a,b", "-c"] }]),
  edges("mcpLogoutArgv", mcpLogoutArgv, [{ name: "" }]),
  edges("pluginAddArgv", pluginAddArgv, [{ plugin: "review@team" }, { plugin: "-r" }]),
  edges("pluginRemoveArgv", pluginRemoveArgv, [{ plugin: "" }]),
  edges("pluginListArgv", pluginListArgv, [{ available: false, marketplace: "-t" }]),
  edges("pluginMarketplaceAddArgv", pluginMarketplaceAddArgv, [{ source: "./here", sparse: [] }, { source: "-s" }]),
  edges("pluginMarketplaceListArgv", pluginMarketplaceListArgv, [{}]),
  edges("pluginMarketplaceRemoveArgv", pluginMarketplaceRemoveArgv, [{ name: "-t" }]),
  edges("pluginMarketplaceUpgradeArgv", pluginMarketplaceUpgradeArgv, [{ name: "" }]),
  edges("archiveArgv", archiveArgv, [{ session: "my thread", strictConfig: false }, { session: "-a" }, { session: "a", remoteAuthTokenEnv: "T" }]),
  edges("unarchiveArgv", unarchiveArgv, [{ session: "a", remote: "unix:///run/s", remoteAuthTokenEnv: "T" }]),
  edges("deleteArgv", deleteArgv, [{ session: "a", force: false, remote: "ws://127.0.0.1:1", remoteAuthTokenEnv: "T" },
    { session: "a", force: true },
    { session: "0199A21381C078008AA1BBAB2A035A53", force: true },
    { session: "urn:uuid:0199a213-81c0-7800-8aa1-bbab2a035a53", force: true },
  ]),
  edges("queueArgv", queueArgv, [
    { thread: "-t", message: "--message" },
    { thread: "t", message: "" },
    { thread: "t", message: "m", cd: "c", remote: "unix:///run/s" },
  ]),
  edges("cloudExecArgv", cloudExecArgv, [
    { prompt: "p", env: "-e", attempts: 4 },
    { prompt: "p", env: "e", attempts: 0 },
    { prompt: "p", env: "e", attempts: 5 },
    { prompt: "p", env: "e", attempts: 1.5 },
    { prompt: "", env: "e" },
    { prompt: "p", env: "" },
    { prompt: "p", env: "e", attempts: Number.POSITIVE_INFINITY },
  ]),
  edges("cloudListArgv", cloudListArgv, [{}, { cursor: "=", limit: 1 }, { limit: 0 }, { limit: 21 }]),
  edges("cloudStatusArgv", cloudStatusArgv, [{ task: "-" }]),
  edges("cloudDiffArgv", cloudDiffArgv, [{ task: "t" }, { task: "" }, { task: "t", attempt: 0 }]),
  edges("cloudApplyArgv", cloudApplyArgv, [{ task: "--x" }, { task: "t", attempt: 5 }]),
  edges("applyArgv", applyArgv, [{ task: "t\0" }]),
  edges("appServerArgv", appServerArgv, [
    {},
    { stdio: false, listen: "off" },
    { stdio: true, listen: "stdio://" },
    { printStartupConfig: true, listen: "off" },
    { startupClientInfo: "{}" },
    { startupSignOut: true },
    { printStartupConfig: true, stdio: true },
    { wsAuth: "capability-token" },
    { wsAuth: "capability-token", wsTokenFile: "/a", wsTokenSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
    { wsAuth: "capability-token", wsTokenSha256: "9f86d" },
    { wsAuth: "capability-token", wsTokenFile: "/a", wsIssuer: "i" },
    { wsAuth: "signed-bearer-token" },
    { wsAuth: "signed-bearer-token", wsSharedSecretFile: "/a", wsTokenFile: "/b" },
    { wsAuth: "signed-bearer-token", wsSharedSecretFile: "/a", wsMaxClockSkewSeconds: -1 },
    { wsTokenFile: "/a" },
    { wsAudience: "a" },
  ]),
  edges("appServerGenerateTsArgv", appServerGenerateTsArgv, [{ out: "-o", experimental: false }, { out: "" }]),
  edges("appServerGenerateJsonSchemaArgv", appServerGenerateJsonSchemaArgv, [{ out: "two words" }]),
  edges("appServerDaemonStartArgv", appServerDaemonStartArgv, [{ config: { a: 1 } }]),
  edges("appServerDaemonStopArgv", appServerDaemonStopArgv, [{ extraArgs: ["--force"] }]),
  edges("appServerDaemonRestartArgv", appServerDaemonRestartArgv, [{ disable: ["x"] }]),
  edges("appServerDaemonVersionArgv", appServerDaemonVersionArgv, [{}]),
  edges("appServerDaemonEnableRemoteControlArgv", appServerDaemonEnableRemoteControlArgv, [{}]),
  edges("appServerDaemonDisableRemoteControlArgv", appServerDaemonDisableRemoteControlArgv, [{}]),
  edges("remoteControlArgv", remoteControlArgv, [{ noDaemon: false }]),
  edges("remoteControlStartArgv", remoteControlStartArgv, [{}]),
  edges("remoteControlStopArgv", remoteControlStopArgv, [{}]),
  edges("remoteControlPairArgv", remoteControlPairArgv, [{}]),
  edges("execServerArgv", execServerArgv, [
    {},
    { listen: "stdio", concurrentRequests: 1 },
    { listen: "stdio", remote: "https://registry.example" },
    { remote: "https://registry.example" },
    { remote: "https://registry.example", environmentId: "e", awsProfile: "ci" },
    { remote: "https://registry.example", environmentId: "e", awsSigv4: true, remoteTransport: "noise" },
    { remote: "https://registry.example", environmentId: "e", remoteTransport: "direct" },
    { remote: "https://registry.example", environmentId: "e", executorCredentialStdin: true, registrationBearerStdin: true },
    { remote: "https://registry.example", environmentId: "e", chatgptTokenStdin: true, useAgentIdentityAuth: true },
    { remote: "https://registry.example", environmentId: "e", awsSigv4: true, remoteTransport: "direct", executorCredentialStdin: true },
    { remote: "https://registry.example", environmentId: "e", wsAuth: "capability-token", wsTokenFile: "/a" },
    { environmentId: "e", name: "n" },
    { exitOnStdinClose: true },
    { registrationBearerStdin: true },
    { chatgptAccountId: "a" },
    { listen: "stdio", wsAuth: "capability-token", wsTokenFile: "/a" },
    { concurrentRequests: 0 },
  ]),
  edges("execServerForwardArgv", execServerForwardArgv, [
    { remote: "-r", environmentId: "e", connect: "c", exitOnStdinClose: false },
    { remote: "r", environmentId: "e", connect: "c", executorCredentialStdin: true, useAgentIdentityAuth: true },
  ]),
  edges("mcpServerArgv", mcpServerArgv, [{}]),
  edges("responsesApiProxyArgv", responsesApiProxyArgv, [
    {},
    { port: 65_535, httpShutdown: false },
    { port: -1 },
    { port: 65_536 },
    { githubOidc: true },
    { githubOidc: true, githubOidcRequestUrl: "https://a", oidcAudience: "b", identityProviderId: "c" },
    { serviceAccountId: "a" },
  ]),
  edges("sandboxArgv", sandboxArgv, [
    { command: ["--", "-x", ""], sandboxStateJson: "{}", sandboxStateReadableRoot: [] },
    { command: [] },
    { command: [""] },
    { command: ["a\0"] },
    { command: ["ls"], sandboxStateReadableRoot: [] },
    { command: ["ls"], cd: "work" },
    { command: ["ls"], includeManagedConfig: true },
    { command: ["ls"], sandboxStateReadableRoot: ["data"] },
    { command: ["ls"], sandboxStateDisableNetwork: true },
    { command: ["ls"], sandboxStateJson: "{}", permissionProfile: "strict" },
  ]),
  edges("sandboxLinuxArgv", sandboxLinuxArgv, [{ command: ["ls"] }, { command: [] }]),
  edges("sandboxMacosArgv", sandboxMacosArgv, [{ command: ["ls"], allowUnixSocket: [], logDenials: false }, { command: [] }]),
  edges("execpolicyCheckArgv", execpolicyCheckArgv, [
    { rules: ["-r"], command: ["-c"] },
    { rules: [], command: ["c"] },
    { rules: ["r"], command: [] },
  ]),
  edges("doctorArgv", doctorArgv, [{ all: false, extraArgs: ["--new"] }]),
  edges("debugModelsArgv", debugModelsArgv, [{}]),
  edges("debugPromptInputArgv", debugPromptInputArgv, [{}, { prompt: "-p", image: ["-i"] }, { prompt: " " }, { image: ["a,b"] }, { prompt: "p\0" }]),
  edges("migrateRolloutsArgv", migrateRolloutsArgv, [{ thread: [], maxMibPerSecond: 1 }, { maxMibPerSecond: 0.5 }]),
  edges("completionArgv", completionArgv, [{ shell: "bash", extraArgs: ["--x"] }]),
  edges("versionArgv", versionArgv, [{ version: true, config: ["a=1"] }]),
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
