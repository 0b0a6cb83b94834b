import type { Scenario } from "@lockstep/wrapper";
import { applyArgv, cloudApplyArgv, cloudDiffArgv, cloudExecArgv, cloudListArgv, cloudStatusArgv } from "../argv/cloud.ts";
import { featuresDisableArgv, featuresEnableArgv, featuresListArgv } from "../argv/features.ts";
import { loginArgv, loginStatusArgv, logoutArgv } from "../argv/login.ts";
import { mcpAddArgv, mcpGetArgv, mcpListArgv, mcpLoginArgv, mcpLogoutArgv, mcpRemoveArgv } from "../argv/mcp.ts";
import {
  pluginAddArgv,
  pluginListArgv,
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpgradeArgv,
  pluginRemoveArgv,
} from "../argv/plugin.ts";
import { archiveArgv, deleteArgv, queueArgv, unarchiveArgv } from "../argv/saved-session.ts";
import { built } from "./built.ts";

const remote = { remote: "wss://codex.example:443", remoteAuthTokenEnv: "CODEX_REMOTE_TOKEN" } as const;
const settings = { profile: "ci", strictConfig: true } as const;
const store = { cd: "work", ...settings, ...remote } as const;

const sessionId = "0199a213-81c0-7800-8aa1-bbab2a035a53";

/** Configuration, accounts, plugins, saved sessions and the cloud. */
export const managementScenarios: readonly Scenario[] = [
  ...built({ "login status": {} }, loginStatusArgv),
  ...built(
    {
      "login with an API key": { withApiKey: true },
      "login with an access token": { withAccessToken: true },
      "login with a device code": { deviceAuth: true },
    },
    loginArgv,
  ),
  ...built({ logout: {} }, logoutArgv),
  ...built({ "features list": {} }, featuresListArgv),
  ...built({ "features enable": { feature: "unified_exec" } }, featuresEnableArgv),
  ...built({ "features disable": { feature: "unified_exec" } }, featuresDisableArgv),
  ...built(
    {
      "mcp add of a program": { name: "docs", command: ["npx", "-y", "docs-server"], env: { MODE: "fast", LEVEL: "2" } },
      "mcp add of a URL": { name: "web", url: "https://mcp.example/", bearerTokenEnvVar: "MCP_TOKEN" },
      "mcp add of a URL with OAuth": {
        name: "web",
        url: "https://mcp.example/",
        oauthClientId: "client",
        oauthClientSecret: "secret",
        oauthResource: "https://mcp.example/",
        oauthClientRegistration: "auto",
      },
    },
    mcpAddArgv,
  ),
  ...built({ "mcp list": { json: true } }, mcpListArgv),
  ...built({ "mcp get": { name: "docs", json: true } }, mcpGetArgv),
  ...built({ "mcp remove": { name: "docs" } }, mcpRemoveArgv),
  ...built(
    {
      "mcp login": { name: "web", scopes: ["read", "write"] },
      "mcp login without a browser": { name: "web", noBrowser: true, oauthClientRegistration: "dcr" },
    },
    mcpLoginArgv,
  ),
  ...built({ "mcp logout": { name: "web" } }, mcpLogoutArgv),
  ...built({ "plugin add": { plugin: "review", marketplace: "team", json: true } }, pluginAddArgv),
  ...built({ "plugin remove": { plugin: "review", marketplace: "team", json: true } }, pluginRemoveArgv),
  ...built({ "plugin list": { marketplace: "team", available: true, json: true } }, pluginListArgv),
  ...built(
    { "plugin marketplace add": { source: "owner/repo", ref: "main", sparse: ["plugins", "docs"], json: true } },
    pluginMarketplaceAddArgv,
  ),
  ...built({ "plugin marketplace list": { json: true } }, pluginMarketplaceListArgv),
  ...built({ "plugin marketplace remove": { name: "team", json: true } }, pluginMarketplaceRemoveArgv),
  ...built(
    { "plugin marketplace upgrade": { name: "team", json: true }, "plugin marketplace upgrade of all": {} },
    pluginMarketplaceUpgradeArgv,
  ),
  ...built({ archive: { session: sessionId, ...store } }, archiveArgv),
  ...built({ unarchive: { session: sessionId, ...store } }, unarchiveArgv),
  ...built({ delete: { session: sessionId, ...store, force: true } }, deleteArgv),
  ...built(
    {
      "queue for the local daemon": { thread: sessionId, message: "Then update the docs", resume: true, cd: "work", ...settings },
      "queue for a remote app server": { thread: sessionId, message: "Then update the docs", ...remote },
    },
    queueArgv,
  ),
  ...built(
    {
      "cloud exec": { prompt: "Do it", env: "env-1" },
      "cloud exec of several attempts": { prompt: "Do it", env: "env-1", attempts: 2, branch: "main" },
    },
    cloudExecArgv,
  ),
  ...built({ "cloud list": { env: "env-1", limit: 20, cursor: "next", json: true } }, cloudListArgv),
  ...built({ "cloud status": { task: "task-1" } }, cloudStatusArgv),
  ...built({ "cloud diff": { task: "task-1", attempt: 2 } }, cloudDiffArgv),
  ...built({ "cloud apply": { task: "task-1", attempt: 2 } }, cloudApplyArgv),
  ...built({ apply: { task: "task-1" } }, applyArgv),
];
