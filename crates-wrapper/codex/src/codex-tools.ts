import { argvTools, fieldTools } from "@lockstep/wrapper";
import { CodexError } from "./codex-error.ts";

// What throws in `@lockstep/wrapper`, bound to the error class of this package.

export const { argvBuilderFor, assertNeeds, assertNoConflict, assertPositional, assertProgram, assertWhole, flagWords } =
  argvTools(CodexError);

export const { assertFields, assertVariant } = fieldTools(CodexError);
