import { argvBuilderFor, assertFields } from "../claude-tools.ts";
import type { CommonOptions } from "./common-options.ts";

/** Makes the pure function from a request to argv without the binary. It throws a `ClaudeCodeError` for what Claude Code refuses. */
export const argvBuilder = argvBuilderFor<CommonOptions, "kebab" | "camel">((request, kinds) =>
  assertFields(request, { ...kinds, extraArgs: "TEXT..." }),
);
