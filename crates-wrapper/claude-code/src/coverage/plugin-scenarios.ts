import type { Scenario } from "@lockstep/wrapper";
import { pluginInitArgv, pluginTagArgv, pluginTestArgv, pluginValidateArgv } from "../argv/plugin-author.ts";
import { pluginEvalArgv, pluginEvalInitArgv } from "../argv/plugin-eval.ts";
import {
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpdateArgv,
} from "../argv/plugin-marketplace.ts";
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
} from "../argv/plugin.ts";
import { built } from "./built.ts";

const plugin = "review@team";
const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** Plugins and marketplaces. */
export const pluginScenarios: readonly Scenario[] = [
  ...built(
    {
      "plugin install": { plugin, scope: "project", config: { level: "2", "docs.key": "value" }, yes: true },
      "plugin install with every newer option": { plugin: "review", marketplace: "owner/repo", acceptCommand: digest, json: true },
    },
    pluginInstallArgv,
  ),
  ...built(
    {
      "plugin update": { plugin, scope: "managed", yes: true },
      "plugin update with every newer option": { plugin, acceptCommand: digest, json: true },
    },
    pluginUpdateArgv,
  ),
  ...built(
    {
      "plugin uninstall": { plugin, scope: "local", keepData: true, prune: true, yes: true },
      "plugin uninstall with every newer option": { plugin, json: true },
    },
    pluginUninstallArgv,
  ),
  ...built(
    { "plugin enable": { plugin, scope: "user" }, "plugin enable with every newer option": { plugin, json: true } },
    pluginEnableArgv,
  ),
  ...built(
    {
      "plugin disable": { plugin, scope: "user" },
      "plugin disable of all": { all: true },
      "plugin disable with every newer option": { plugin, json: true },
    },
    pluginDisableArgv,
  ),
  ...built(
    {
      "plugin list": { available: true, json: true },
      "plugin list with the size of what they saved": { dataSize: true, json: true },
    },
    pluginListArgv,
  ),
  ...built({ "plugin details": { plugin } }, pluginDetailsArgv),
  ...built({ "plugin configure": { plugin, valuesStdin: true, json: true } }, pluginConfigureArgv),
  ...built({ "plugin prune": { scope: "user", yes: true }, "plugin prune as a list": { dryRun: true } }, pluginPruneArgv),
  ...built({ "plugin restore-set-aside": { plugin, discard: true } }, pluginRestoreSetAsideArgv),
  ...built(
    {
      "plugin init": {
        name: "review",
        author: "Me",
        authorEmail: "me@example.org",
        description: "Reviews code",
        with: ["skills", "hooks"],
        force: true,
      },
    },
    pluginInitArgv,
  ),
  ...built(
    {
      "plugin validate": { path: "plugins/review", strict: true },
      "plugin validate with every newer option": { path: "plugins/review", profile: "directory", json: true },
    },
    pluginValidateArgv,
  ),
  ...built(
    { "plugin tag": { path: "plugins/review", dryRun: true, force: true, message: "Release %s", push: true, remote: "origin" } },
    pluginTagArgv,
  ),
  ...built({ "plugin test": { dir: "plugins/review" } }, pluginTestArgv),
  ...built(
    {
      "plugin eval": {
        target: "plugins/review",
        ablation: "with-without",
        allowTools: ["Bash(git:*)", "Edit"],
        case: "*",
        tag: ["fast", "slow"],
        model: "opus",
        judgeModel: "haiku",
        keepTemp: true,
        maxCostUsd: 2.5,
        outputDir: "results",
        report: "report.html",
        publishReport: true,
        runs: 3,
        scaffold: true,
        threshold: 0.9,
        verbose: true,
        json: "results.json",
      },
      "plugin eval without a report elsewhere": { noPublish: true, scaffold: false, json: true },
      "plugin eval with every newer option": {
        allowRealServers: true,
        disallowTools: ["Agent"],
        concurrency: 2,
        evalDir: "evals",
        mocks: "record",
        trustPlugin: true,
      },
    },
    pluginEvalArgv,
  ),
  ...built(
    {
      "plugin eval init": { name: "first", bare: true },
      "plugin eval init with every newer option": { name: "first", bare: true, evalDir: "evals" },
    },
    pluginEvalInitArgv,
  ),
  ...built(
    {
      "plugin marketplace add": { source: "owner/repo", scope: "project", sparse: ["plugins", "docs"] },
      "plugin marketplace add with every newer option": { source: "team", claudeai: true, json: true },
    },
    pluginMarketplaceAddArgv,
  ),
  ...built({ "plugin marketplace list": { json: true } }, pluginMarketplaceListArgv),
  ...built(
    {
      "plugin marketplace remove": { name: "team", scope: "user" },
      "plugin marketplace remove with every newer option": { name: "team", json: true },
    },
    pluginMarketplaceRemoveArgv,
  ),
  ...built(
    { "plugin marketplace update": {}, "plugin marketplace update with every newer option": { name: "team", json: true } },
    pluginMarketplaceUpdateArgv,
  ),
];
