import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNeeds, assertNoConflict, assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** Whose plugins they are: the user's, the project's for everybody, or the project's for this user. */
export type PluginScope = "user" | "project" | "local";

/** A plugin by its name, or by `name@marketplace`. */
export interface PluginRequest extends CommonOptions {
  readonly plugin: string;
}

/** A plugin of one scope; Claude Code finds out which when `scope` is absent. */
export interface ScopedPluginRequest extends PluginRequest {
  readonly scope?: PluginScope;
}

/**
 * How a command that a marketplace declares is accepted, which fetches or installs a plugin. `yes` accepts whatever it is;
 * `acceptCommand` takes the one whose SHA-256 a call before has reported.
 */
export interface CommandConsent {
  readonly yes?: boolean;
  readonly acceptCommand?: string;
}

const consentFlags = {
  yes: "--yes",
  acceptCommand: "--accept-command=TEXT",
} as const;

/** Installs a plugin: `claude plugin install`. Values of `config` stand in argv, where other users of the machine can see them. */
export interface PluginInstallRequest extends PluginRequest, CommandConsent {
  /** `user` when absent. */
  readonly scope?: PluginScope;
  /** Values of options that the plugin declares; those of a bundled server are named `<server>.<key>`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Takes the plugin, named without `@`, from the marketplace at this source, and adds that first: `owner/repo`, a URL, or a path. */
  readonly marketplace?: string;
}

export const pluginInstallArgv = argvBuilder<PluginInstallRequest & JsonOption, "plugin">({
  path: ["plugin", "install"],
  other: { plugin: "TEXT!" },
  flags: {
    scope: "--scope=TEXT",
    config: "--config=KEY=TEXT",
    marketplace: "--marketplace=TEXT",
    ...consentFlags,
    json: "--json",
  },
  args: ({ plugin }) => [pluginName(plugin)],
  check: assertConsent,
});

/** Brings a plugin up to date: `claude plugin update`. */
export interface PluginUpdateRequest extends PluginRequest, CommandConsent {
  /** Found out when absent. */
  readonly scope?: PluginScope | "managed";
}

export const pluginUpdateArgv = argvBuilder<PluginUpdateRequest & JsonOption, "plugin">({
  path: ["plugin", "update"],
  other: { plugin: "TEXT!" },
  flags: { scope: "--scope=TEXT", ...consentFlags, json: "--json" },
  args: ({ plugin }) => [pluginName(plugin)],
  check: assertConsent,
});

/** Removes a plugin: `claude plugin uninstall`. */
export interface PluginUninstallRequest extends PluginRequest {
  /** `user` when absent. */
  readonly scope?: PluginScope;
  /** Keeps what the plugin has saved. */
  readonly keepData?: boolean;
  /** Also removes what was installed for it alone; it needs `yes` and gives no JSON. */
  readonly prune?: boolean;
  /** Answers the question that `prune` brings. */
  readonly yes?: boolean;
}

export const pluginUninstallArgv = argvBuilder<PluginUninstallRequest & JsonOption, "plugin">({
  path: ["plugin", "uninstall"],
  other: { plugin: "TEXT!" },
  flags: {
    scope: "--scope=TEXT",
    keepData: "--keep-data",
    prune: "--prune",
    yes: "--yes",
    json: "--json",
  },
  args: ({ plugin }) => [pluginName(plugin)],
  check: (request) => {
    assertNoConflict(request, [["json", "prune"]]);
    assertNeeds(request, [["prune", "yes"]]);
  },
});

export const pluginEnableArgv = argvBuilder<ScopedPluginRequest & JsonOption, "plugin">({
  path: ["plugin", "enable"],
  other: { plugin: "TEXT!" },
  flags: { scope: "--scope=TEXT", json: "--json" },
  args: ({ plugin }) => [pluginName(plugin)],
});

/** Switches a plugin off, or with `all` every one: `claude plugin disable`. */
export interface PluginDisableRequest extends CommonOptions {
  readonly plugin?: string;
  readonly all?: boolean;
  /** Found out when absent. */
  readonly scope?: PluginScope;
}

export const pluginDisableArgv = argvBuilder<PluginDisableRequest & JsonOption, "plugin">({
  path: ["plugin", "disable"],
  other: { plugin: "TEXT" },
  flags: { scope: "--scope=TEXT", all: "--all", json: "--json" },
  args: ({ plugin }) => (plugin === undefined ? [] : [pluginName(plugin)]),
  check: (request) => {
    const { plugin, all = false } = request;
    if ((plugin === undefined) !== all)
      throw ClaudeCodeError.forRequest(`"plugin disable" needs either "plugin" or "all", got ${all ? "both" : "neither"}`);
    assertNoConflict(request, [["all", "scope"]]);
  },
});

/** The installed plugins: `claude plugin list`. */
export interface PluginListRequest extends CommonOptions {
  /** Also those that marketplaces offer; with `json`. */
  readonly available?: boolean;
  /** Measures what every plugin has saved, or what the named one has; with `json`. */
  readonly dataSize?: boolean | string;
}

export const pluginListArgv = argvBuilder<PluginListRequest & JsonOption>({
  path: ["plugin", "list"],
  flags: { available: "--available", dataSize: "--data-size=[TEXT]", json: "--json" },
  check: (request) =>
    assertNeeds(request, [
      ["available", "json"],
      ["dataSize", "json"],
    ]),
});

/** What a plugin is made of, and what it costs in tokens: `claude plugin details`. */
export const pluginDetailsArgv = argvBuilder<PluginRequest, "plugin">({
  path: ["plugin", "details"],
  other: { plugin: "TEXT!" },
  flags: {},
  args: ({ plugin }) => [pluginName(plugin)],
});

/** The options of a plugin: `claude plugin configure`. */
export interface PluginConfigureRequest extends PluginRequest {
  /** Takes values from stdin, as a JSON object of texts of one line; the client writes it. */
  readonly valuesStdin?: boolean;
}

export const pluginConfigureArgv = argvBuilder<PluginConfigureRequest & JsonOption, "plugin">({
  path: ["plugin", "configure"],
  other: { plugin: "TEXT!" },
  flags: { valuesStdin: "--values-stdin", json: "--json" },
  args: ({ plugin }) => [pluginName(plugin)],
});

/** Removes what was installed for other plugins and is needed no more: `claude plugin prune`. */
export interface PluginPruneRequest extends CommonOptions {
  /** `user` when absent. */
  readonly scope?: PluginScope;
  /** Lists what would be removed; or else `yes`. */
  readonly dryRun?: boolean;
  /** Answers the question that a terminal would show. */
  readonly yes?: boolean;
}

export const pluginPruneArgv = argvBuilder<PluginPruneRequest>({
  path: ["plugin", "prune"],
  flags: { scope: "--scope=TEXT", dryRun: "--dry-run", yes: "--yes" },
  check: ({ dryRun = false, yes = false }) => {
    if (!dryRun && !yes) throw ClaudeCodeError.forRequest(`"plugin prune" asks at a terminal, wanted "yes" or "dryRun"`);
  },
});

/** Gives a plugin back the options and secrets that were set aside for it: `claude plugin restore-set-aside`. */
export interface PluginRestoreSetAsideRequest extends PluginRequest {
  /** Deletes them instead. */
  readonly discard?: boolean;
}

export const pluginRestoreSetAsideArgv = argvBuilder<PluginRestoreSetAsideRequest, "plugin">({
  path: ["plugin", "restore-set-aside"],
  other: { plugin: "TEXT!" },
  flags: { discard: "--discard" },
  args: ({ plugin }) => [pluginName(plugin)],
});

function assertConsent(request: CommandConsent): void {
  assertNoConflict(request, [["yes", "acceptCommand"]]);
}

function pluginName(plugin: string): string {
  return assertPositional(plugin, "plugin", "a plugin such as name@marketplace");
}
