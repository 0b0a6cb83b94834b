import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNoConflict, assertPositional, assertWhole } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import { assertOn, type CommonOptions } from "./common-options.ts";

/**
 * Runs the eval cases of a plugin, with the model, on this machine: `claude plugin eval`. Only for plugins that you trust.
 * 2.1.232 says to most people that it is in early access.
 */
export interface PluginEvalRequest extends CommonOptions {
  /** A path, a plugin's name or `name@marketplace`; the working directory when absent. */
  readonly target?: string;
  /** Whether every case is also run without the plugin; with it where there is a plugin, when absent. */
  readonly ablation?: "none" | "with-without";
  /** Starts the plugin's own MCP servers that have no mock. */
  readonly allowRealServers?: boolean;
  /** Tools that a case may use although they need a grant, such as `Bash(git:*)`. */
  readonly allowTools?: readonly string[];
  /** Tools that no case may use. */
  readonly disallowTools?: readonly string[];
  /** Only cases whose name matches. */
  readonly case?: string;
  /** Only cases with one of the tags. */
  readonly tag?: readonly string[];
  /** Runs at once, 1 to 8. */
  readonly concurrency?: number;
  /** Folder of the cases, below the plugin's. */
  readonly evalDir?: string;
  readonly model?: string;
  readonly judgeModel?: string;
  readonly keepTemp?: boolean;
  /** US dollars after which no further run begins. */
  readonly maxCostUsd?: number;
  /** Whether MCP servers are replaced by mocks; `record` when absent. */
  readonly mocks?: "record" | "off";
  readonly outputDir?: string;
  /** Path of the HTML report. */
  readonly report?: string;
  /** Fails where the report cannot go to claude.ai; it goes there where it can, when absent. */
  readonly publishReport?: boolean;
  /** Keeps the report on this machine. */
  readonly noPublish?: boolean;
  /** Runs of every case. */
  readonly runs?: number;
  /** Whether the scripts of cases are run, which are code of the author's; not, when absent. */
  readonly scaffold?: boolean;
  /** Least score of each case for exit code 0, from 0 to 1. */
  readonly threshold?: number;
  /** Says that the plugin is trusted, which a terminal would be asked. */
  readonly trustPlugin?: boolean;
  readonly verbose?: boolean;
  /** The results as JSON, on stdout or into the `.json` file of this path. */
  readonly json?: boolean | string;
}

export const pluginEvalArgv = argvBuilder<PluginEvalRequest, "target">({
  path: ["plugin", "eval"],
  other: { target: "TEXT" },
  flags: {
    ablation: "--ablation=TEXT",
    allowRealServers: "--allow-real-servers",
    allowTools: "--allow-tools=TEXT...",
    disallowTools: "--disallow-tools=TEXT...",
    case: "--case=TEXT",
    tag: "--tag=TEXT...",
    concurrency: "--concurrency=NUMBER",
    evalDir: "--eval-dir=TEXT",
    model: "--model=TEXT",
    judgeModel: "--judge-model=TEXT",
    keepTemp: "--keep-temp",
    maxCostUsd: "--max-cost-usd=NUMBER",
    mocks: "--mocks=TEXT",
    outputDir: "--output-dir=TEXT",
    report: "--report=TEXT",
    publishReport: "--publish-report",
    noPublish: "--no-publish",
    scaffold: "--[no-]scaffold",
    runs: "--runs=NUMBER",
    threshold: "--threshold=NUMBER",
    trustPlugin: "--trust-plugin",
    verbose: "--verbose",
    json: "--json=[TEXT]",
  },
  args: ({ target }) => (target === undefined ? [] : [evalTarget(target)]),
  check: (request) => {
    assertWhole(request, "concurrency", 1, 8);
    assertWhole(request, "runs", 1);
    const { threshold = 0 } = request;
    if (!(threshold >= 0 && threshold <= 1))
      throw ClaudeCodeError.forRequest(`Value ${String(threshold)} of "threshold" is out of range, wanted 0 to 1`);
    const { maxCostUsd } = request;
    if (maxCostUsd !== undefined && !(maxCostUsd > 0))
      throw ClaudeCodeError.forRequest(`Value ${String(maxCostUsd)} of "maxCostUsd" is out of range, wanted more than 0`);
    assertNoConflict(request, [["publishReport", "noPublish"]]);
  },
});

/** A plugin of the name of a sub-command has to be named by its path. */
function evalTarget(target: string): string {
  if (target === "init" || target === "help")
    throw ClaudeCodeError.forRequest(
      `Value "${target}" of "target" is a command of its own, wanted a path or a plugin, such as "./${target}"`,
    );
  return assertPositional(target, "target", "a path or a plugin");
}

/** An empty eval case: `claude plugin eval init --bare`. Without it Claude Code interviews the author at a terminal. */
export interface PluginEvalInitRequest extends CommonOptions {
  readonly name: string;
  readonly bare: true;
  /** Folder to write into, below the working directory. */
  readonly evalDir?: string;
}

export const pluginEvalInitArgv = argvBuilder<PluginEvalInitRequest, "name">({
  path: ["plugin", "eval", "init"],
  other: { name: "TEXT!" },
  flags: { bare: "--bare!", evalDir: "--eval-dir=TEXT" },
  check: (request) => assertOn(request, "bare"),
  args: ({ name }) => [assertPositional(name, "name", "the name of a case")],
});
