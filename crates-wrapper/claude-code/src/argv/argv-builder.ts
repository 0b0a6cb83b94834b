import type { FieldKinds } from "@lockstep/wrapper";
import { argvBuilderFor, assertFields } from "../claude-tools.ts";
import type { CommonOptions } from "./common-options.ts";

/** Makes the pure function from a request to argv without the binary. It throws a `ClaudeCodeError` for what Claude Code refuses. */
export const argvBuilder = argvBuilderFor<CommonOptions, "kebab" | "camel">(assertRequest);

function assertRequest(request: object, kinds: FieldKinds): void {
  assertFields(request, { ...kinds, extraArgs: "TEXT..." });
}
