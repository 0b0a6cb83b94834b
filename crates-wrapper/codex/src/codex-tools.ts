import { argvTools, fieldTools, invocationTools } from "@lockstep/wrapper";
import { CodexError } from "./codex-error.ts";
import { assertSupported } from "./versions/support.ts";

// What throws in `@lockstep/wrapper`, bound to the error class and the versions of this package.

export const { argvBuilderFor, assertNeeds, assertNoConflict, assertPositional, assertProgram, assertWhole, flagWords } =
  argvTools(CodexError);

export const { assertFields, assertVariant } = fieldTools(CodexError);

export const {
  ask,
  askCommand,
  askDocument,
  askJson,
  askText,
  assertNotBlank,
  commandOf,
  environmentOf,
  limitsOf,
  removalOf,
  startProcess,
  startRun,
  termsOf,
} = invocationTools(CodexError, { assertSupported });
