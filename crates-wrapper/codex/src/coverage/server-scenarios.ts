import type { Scenario } from "@lockstep/wrapper";
import { appServerArgv, appServerGenerateJsonSchemaArgv, appServerGenerateTsArgv } from "../argv/app-server.ts";
import {
  appServerDaemonDisableRemoteControlArgv,
  appServerDaemonEnableRemoteControlArgv,
  appServerDaemonRestartArgv,
  appServerDaemonStartArgv,
  appServerDaemonStopArgv,
  appServerDaemonVersionArgv,
} from "../argv/daemon.ts";
import { completionArgv, debugModelsArgv, debugPromptInputArgv, doctorArgv, versionArgv } from "../argv/diagnosis.ts";
import { execServerArgv, execServerForwardArgv } from "../argv/exec-server.ts";
import { execpolicyCheckArgv } from "../argv/execpolicy.ts";
import { mcpServerArgv } from "../argv/mcp-server.ts";
import { migrateRolloutsArgv } from "../argv/migrate-rollouts.ts";
import { remoteControlArgv, remoteControlPairArgv, remoteControlStartArgv, remoteControlStopArgv } from "../argv/remote-control.ts";
import { responsesApiProxyArgv } from "../argv/responses-api-proxy.ts";
import { sandboxArgv, sandboxLinuxArgv, sandboxMacosArgv } from "../argv/sandbox.ts";
import { built } from "./built.ts";

const websocket = {
  wsAuth: "signed-bearer-token",
  wsSharedSecretFile: "/run/secret",
  wsIssuer: "ci",
  wsAudience: "codex",
  wsMaxClockSkewSeconds: 30,
} as const;
const capability = { wsAuth: "capability-token", wsTokenFile: "/run/token" } as const;
const digest = { wsAuth: "capability-token", wsTokenSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" } as const;

const remote = { remote: "https://registry.example", environmentId: "env-1" } as const;
const aws = { awsSigv4: true, awsProfile: "ci", awsRegion: "eu-central-1", awsService: "execute-api", remoteTransport: "direct" } as const;
const host = {
  name: "Builder",
  exitOnStdinClose: true,
  linuxSandboxPidNamespace: "isolate",
  proxyPrivateIpsViaUpstream: true,
  strictConfig: true,
} as const;

const sessionId = "0199a213-81c0-7800-8aa1-bbab2a035a53";
const otherSessionId = "0199a213-81c0-7800-8aa1-bbab2a035a54";

/** Servers, the sandbox, and questions about the installation. */
export const serverScenarios: readonly Scenario[] = [
  ...built(
    {
      "app-server on stdio": { stdio: true },
      "app-server on a socket": { listen: "unix:///run/codex.sock", analyticsDefaultEnabled: true },
      "app-server with every newer option": {
        listen: "ws://127.0.0.1:0",
        cloudSkillsSnapshot: "skills.json",
        codeModeHost: "http://127.0.0.1:1",
        strictConfig: true,
      },
      "app-server with signed tokens": { listen: "ws://127.0.0.1:0", ...websocket },
      "app-server with a capability token": { listen: "ws://127.0.0.1:0", ...capability },
      "app-server with the digest of a token": { listen: "ws://127.0.0.1:0", ...digest },
      "app-server's start-up configuration": {
        printStartupConfig: true,
        startupClientInfo: '{"name":"ci","version":"1.0.0"}',
        startupSignOut: true,
      },
    },
    appServerArgv,
  ),
  ...built({ "app-server generate-ts": { out: "types", prettier: "prettier", experimental: true } }, appServerGenerateTsArgv),
  ...built({ "app-server generate-json-schema": { out: "schema", experimental: true } }, appServerGenerateJsonSchemaArgv),
  ...built({ "app-server daemon start": {} }, appServerDaemonStartArgv),
  ...built({ "app-server daemon stop": {} }, appServerDaemonStopArgv),
  ...built({ "app-server daemon restart": {} }, appServerDaemonRestartArgv),
  ...built({ "app-server daemon version": {} }, appServerDaemonVersionArgv),
  ...built({ "app-server daemon enable-remote-control": {} }, appServerDaemonEnableRemoteControlArgv),
  ...built({ "app-server daemon disable-remote-control": {} }, appServerDaemonDisableRemoteControlArgv),
  ...built({ "remote-control": { noDaemon: true, json: true } }, remoteControlArgv),
  ...built({ "remote-control start": { json: true } }, remoteControlStartArgv),
  ...built({ "remote-control stop": { json: true } }, remoteControlStopArgv),
  ...built({ "remote-control pair": { json: true } }, remoteControlPairArgv),
  ...built(
    {
      "exec-server on loopback": { listen: "ws://127.0.0.1:0", ...capability, concurrentRequests: 4 },
      "exec-server with signed tokens": { listen: "ws://127.0.0.1:0", ...websocket },
      "exec-server with the digest of a token": { listen: "ws://127.0.0.1:0", ...digest },
      "exec-server registered with AWS": { ...remote, ...aws, ...host },
      "exec-server registered with ChatGPT": { ...remote, chatgptTokenStdin: true, chatgptAccountId: "account-1" },
      "exec-server registered with a bearer": { ...remote, registrationBearerStdin: true },
      "exec-server registered with rotating credentials": { ...remote, executorCredentialStdin: true },
      "exec-server registered with the agent's identity": { ...remote, useAgentIdentityAuth: true },
    },
    execServerArgv,
  ),
  ...built(
    {
      "exec-server forward with a bearer": {
        ...remote,
        ...host,
        remoteTransport: "noise",
        connect: "ws://127.0.0.1:9",
        registrationBearerStdin: true,
      },
      "exec-server forward with rotating credentials": { ...remote, connect: "ws://127.0.0.1:9", executorCredentialStdin: true },
      "exec-server forward with the agent's identity": { ...remote, connect: "ws://127.0.0.1:9", useAgentIdentityAuth: true },
    },
    execServerForwardArgv,
  ),
  ...built({ "mcp-server": { strictConfig: true } }, mcpServerArgv),
  ...built(
    {
      "responses-api-proxy": {
        port: 0,
        serverInfo: "server.json",
        httpShutdown: true,
        upstreamUrl: "https://api.example/v1/responses",
        dumpDir: "dumps",
      },
      "responses-api-proxy of a workload": {
        githubOidc: true,
        githubOidcRequestUrl: "https://token.example/",
        oidcAudience: "audience",
        identityProviderId: "provider",
        serviceAccountId: "account",
      },
    },
    responsesApiProxyArgv,
  ),
  ...built(
    {
      "sandbox with a permission profile": {
        command: ["ls", "-l"],
        cd: "work",
        profile: "ci",
        permissionProfile: "strict",
        includeManagedConfig: true,
      },
      "sandbox with a state": {
        command: ["ls"],
        sandboxStateJson: "{}",
        sandboxStateReadableRoot: ["data", "more-data"],
        sandboxStateDisableNetwork: true,
      },
    },
    sandboxArgv,
  ),
  ...built({ "sandbox linux": { command: ["ls", "-l"], fullAuto: true } }, sandboxLinuxArgv),
  ...built(
    { "sandbox macos": { command: ["ls", "-l"], fullAuto: true, logDenials: true, allowUnixSocket: ["/run/a", "/run/b"] } },
    sandboxMacosArgv,
  ),
  ...built(
    {
      "execpolicy check": {
        command: ["git", "push", "--force"],
        rules: ["a.rules", "b.rules"],
        resolveHostExecutables: true,
        pretty: true,
      },
    },
    execpolicyCheckArgv,
  ),
  ...built(
    {
      "doctor for programs": { networkOnly: true, json: true },
      "doctor for people": { all: true, summary: true, ascii: true, noColor: true },
    },
    doctorArgv,
  ),
  ...built({ "debug models": { bundled: true } }, debugModelsArgv),
  ...built({ "debug prompt-input": { prompt: "Do it", image: ["before.png"] } }, debugPromptInputArgv),
  ...built(
    { "migrate-rollouts": { thread: [sessionId, otherSessionId], apply: true, maxMibPerSecond: 10, verbose: true, json: true } },
    migrateRolloutsArgv,
  ),
  ...built({ completion: { shell: "zsh" } }, completionArgv),
  ...built({ version: { version: true } }, versionArgv),
];
