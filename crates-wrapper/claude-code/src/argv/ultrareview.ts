import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** A review by several agents in the cloud, which is awaited: `claude ultrareview`. */
export interface UltrareviewRequest extends CommonOptions {
  /** Number of a pull request, or a base branch; the current branch when absent. */
  readonly target?: string;
  /** Whether the findings go to the pull request as a comment; not, when absent. */
  readonly post?: boolean;
  /** Minutes to wait, 45 when absent. */
  readonly timeout?: number;
  /** Trusts the working directory for this call. */
  readonly trustWorkspace?: boolean;
}

export const ultrareviewArgv = argvBuilder<UltrareviewRequest & JsonOption, "target">({
  path: ["ultrareview"],
  other: { target: "TEXT" },
  flags: { post: "--[no-]post", timeout: "--timeout=NUMBER", trustWorkspace: "--trust-workspace", json: "--json" },
  check: ({ timeout }) => {
    if (timeout !== undefined && !(timeout > 0))
      throw ClaudeCodeError.forRequest(`Value ${String(timeout)} of "timeout" is out of range, wanted more than 0`);
  },
  args: ({ target }) => (target === undefined ? [] : [assertPositional(target, "target", "a pull request or a branch")]),
});
