import type { Scenario } from "@lockstep/wrapper";
import { authLoginArgv, authLogoutArgv, authStatusArgv, setupTokenArgv } from "../argv/auth.ts";
import { autoModeConfigArgv, autoModeCritiqueArgv, autoModeDefaultsArgv, autoModeResetArgv } from "../argv/auto-mode.ts";
import { gatewayArgv } from "../argv/gateway.ts";
import { importConversationsArgv } from "../argv/import-conversations.ts";
import { doctorArgv, installArgv, sandboxStatusArgv, updateArgv, versionArgv, workspaceTrustArgv } from "../argv/installation.ts";
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
} from "../argv/mcp.ts";
import { projectPurgeArgv, purgeArgv } from "../argv/purge.ts";
import { ultrareviewArgv } from "../argv/ultrareview.ts";
import { built } from "./built.ts";

/** The installation, accounts, MCP servers, stored data and the review in the cloud. */
export const managementScenarios: readonly Scenario[] = [
  ...built({ version: { version: true } }, versionArgv),
  ...built({ doctor: {} }, doctorArgv),
  ...built({ update: {} }, updateArgv),
  ...built({ install: { target: "stable", force: true } }, installArgv),
  ...built({ "workspace trust": { json: true } }, workspaceTrustArgv),
  ...built({ "sandbox status": {} }, sandboxStatusArgv),
  ...built(
    {
      "auth login with a subscription": { claudeai: true, email: "me@example.org", sso: true },
      "auth login with Anthropic Console": { console: true },
    },
    authLoginArgv,
  ),
  ...built({ "auth logout": { json: true } }, authLogoutArgv),
  ...built({ "auth status": { json: true }, "auth status as text": { text: true } }, authStatusArgv),
  ...built({ "setup-token": {} }, setupTokenArgv),
  ...built({ "auto-mode config": {} }, autoModeConfigArgv),
  ...built({ "auto-mode defaults": { label: "Git" } }, autoModeDefaultsArgv),
  ...built({ "auto-mode critique": { model: "opus" } }, autoModeCritiqueArgv),
  ...built({ "auto-mode reset": { yes: true } }, autoModeResetArgv),
  ...built({ gateway: { config: "gateway.yaml" } }, gatewayArgv),
  ...built(
    {
      "mcp add of a program": { name: "docs", command: ["npx", "docs-server"], env: { MODE: "fast", LEVEL: "2" }, scope: "user" },
      "mcp add of a URL": {
        name: "web",
        url: "https://mcp.example/",
        transport: "http",
        header: { "X-Team": "web" },
        clientId: "client",
        clientSecret: true,
        callbackPort: 8080,
      },
      "mcp add of server-sent events": { name: "web", url: "https://mcp.example/sse", transport: "sse" },
    },
    mcpAddArgv,
  ),
  ...built(
    { "mcp add-json": { name: "docs", server: { command: "npx", args: ["docs-server"] }, scope: "user", clientSecret: true } },
    mcpAddJsonArgv,
  ),
  ...built({ "mcp list": {} }, mcpListArgv),
  ...built({ "mcp get": { name: "docs" } }, mcpGetArgv),
  ...built({ "mcp remove": { name: "docs", scope: "local" } }, mcpRemoveArgv),
  ...built({ "mcp login": { name: "web", noBrowser: true } }, mcpLoginArgv),
  ...built({ "mcp logout": { name: "web" } }, mcpLogoutArgv),
  ...built({ "mcp reset-project-choices": {} }, mcpResetProjectChoicesArgv),
  ...built({ "mcp serve": { debug: true, verbose: true } }, mcpServeArgv),
  ...built({ purge: { path: "/work", yes: true }, "purge of all, as a list": { all: true, dryRun: true } }, purgeArgv),
  ...built(
    { "project purge": { path: "/work", yes: true }, "project purge of all, as a list": { all: true, dryRun: true } },
    projectPurgeArgv,
  ),
  ...built({ "import-conversations": { exportPath: "export.zip", cwd: "work", dryRun: true } }, importConversationsArgv),
  ...built(
    {
      "ultrareview of a pull request": { target: "42", post: true, timeout: 30, json: true },
      "ultrareview without a comment": { post: false, trustWorkspace: true },
    },
    ultrareviewArgv,
  ),
];
