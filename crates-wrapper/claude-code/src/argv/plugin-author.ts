import { assertNeeds, assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** Begins a plugin in the user's folder of skills: `claude plugin init`. */
export interface PluginInitRequest extends CommonOptions {
  readonly name: string;
  /** Git's `user.name` when absent. */
  readonly author?: string;
  /** Git's `user.email` when absent. */
  readonly authorEmail?: string;
  readonly description?: string;
  /** Parts that it begins with. */
  readonly with?: readonly ("skills" | "agents" | "hooks" | "mcp" | "lsp" | "output-style" | "channel")[];
  /** Overwrites what is there. */
  readonly force?: boolean;
}

export const pluginInitArgv = argvBuilder<PluginInitRequest, "name">({
  path: ["plugin", "init"],
  other: { name: "TEXT!" },
  flags: {
    author: "--author=TEXT",
    authorEmail: "--author-email=TEXT",
    description: "--description=TEXT",
    with: "--with=TEXT...",
    force: "--force",
  },
  args: ({ name }) => [assertPositional(name, "name", "the name of a plugin")],
});

/** Checks a manifest, or a folder of skills, agents and commands: `claude plugin validate`. */
export interface PluginValidateRequest extends CommonOptions {
  readonly path: string;
  /** Fails for warnings too. */
  readonly strict?: boolean;
  /** Also fails for what a catalogue would refuse; `directory` is the one of Anthropic. */
  readonly profile?: "directory";
}

export const pluginValidateArgv = argvBuilder<PluginValidateRequest & JsonOption, "path">({
  path: ["plugin", "validate"],
  other: { path: "TEXT!" },
  flags: { strict: "--strict", profile: "--profile=TEXT", json: "--json" },
  args: ({ path }) => [pluginPath(path)],
});

/** Tags a release of a plugin in Git: `claude plugin tag`. */
export interface PluginTagRequest extends CommonOptions {
  /** The plugin's folder; the working directory when absent. */
  readonly path?: string;
  /** Prints the tag and makes none. */
  readonly dryRun?: boolean;
  /** Tags whatever the state of the working tree, and anew. */
  readonly force?: boolean;
  /** Of the tag; `%s` stands for the version. */
  readonly message?: string;
  readonly push?: boolean;
  /** Where to push, `origin` when absent; with `push`. */
  readonly remote?: string;
}

export const pluginTagArgv = argvBuilder<PluginTagRequest, "path">({
  path: ["plugin", "tag"],
  other: { path: "TEXT" },
  flags: { dryRun: "--dry-run", force: "--force", message: "--message=TEXT", push: "--push", remote: "--remote=TEXT" },
  args: ({ path }) => (path === undefined ? [] : [pluginPath(path)]),
  check: (request) => assertNeeds(request, [["remote", "push"]]),
});

/** Runs the tests of a mod: `claude plugin test`. */
export interface PluginTestRequest extends CommonOptions {
  /** The mod's folder; the working directory when absent. */
  readonly dir?: string;
}

export const pluginTestArgv = argvBuilder<PluginTestRequest, "dir">({
  path: ["plugin", "test"],
  other: { dir: "TEXT" },
  flags: {},
  args: ({ dir }) => (dir === undefined ? [] : [assertPositional(dir, "dir", "a path")]),
});

function pluginPath(path: string): string {
  return assertPositional(path, "path", "a path");
}
