import { CodexError } from "../codex-error.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** What the rules say about a command line: `codex execpolicy check`, which codex hides. */
export interface ExecpolicyCheckRequest extends CommonOptions {
  /** Paths of `.rules` files. */
  readonly rules: readonly string[];
  readonly command: readonly string[];
  /** Reads an absolute path as the program of that name. */
  readonly resolveHostExecutables?: boolean;
  /** Indented JSON. */
  readonly pretty?: boolean;
}

export const execpolicyCheckArgv = argvBuilder<ExecpolicyCheckRequest, "command">({
  path: ["execpolicy", "check"],
  other: { command: "TEXT...!" },
  flags: {
    rules: "--rules=TEXT...!",
    resolveHostExecutables: "--resolve-host-executables",
    pretty: "--pretty",
  },
  rest: ({ command }) => command,
  check: ({ command, rules }) => {
    if (command.length === 0) throw CodexError.forRequest(`"command" is empty, wanted a command line to check`);
    if (rules.length === 0) throw CodexError.forRequest(`"rules" is empty, wanted paths of .rules files`);
  },
});
