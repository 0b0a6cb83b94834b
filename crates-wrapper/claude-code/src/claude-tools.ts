import { argvTools, fieldTools, invocationTools } from "@lockstep/wrapper";
import { ClaudeCodeError } from "./claude-code-error.ts";
import { assertSupported } from "./versions/support.ts";

// What throws in `@lockstep/wrapper`, bound to the error class and the versions of this package.

export const { argvBuilderFor, assertNeeds, assertNoConflict, assertPositional, assertProgram, assertWhole } = argvTools(ClaudeCodeError);

export const { assertFields } = fieldTools(ClaudeCodeError);

export const {
  ask,
  askCommand,
  askDocument,
  askJson,
  askText,
  assertLimits,
  commandOf,
  environmentOf,
  limitsOf,
  removalOf,
  startProcess,
  startRun,
  termsOf,
} = invocationTools(ClaudeCodeError, { assertSupported });
