import { argvTools, fieldTools } from "@lockstep/wrapper";
import { ClaudeCodeError } from "./claude-code-error.ts";

// What throws in `@lockstep/wrapper`, bound to the error class of this package.

export const { argvBuilderFor, assertNeeds, assertNoConflict, assertPositional, assertProgram, assertWhole } = argvTools(ClaudeCodeError);

export const { assertFields } = fieldTools(ClaudeCodeError);
