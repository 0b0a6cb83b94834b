import { type ProcessTools, processTools } from "./calls/line-process.ts";
import { type QuestionTools, questionTools } from "./calls/questions.ts";
import { type RemovalTools, removalTools } from "./calls/removal.ts";
import { type RunTools, runTools } from "./calls/run.ts";
import { type VariableTools, variableTools } from "./config/variables.ts";
import { type LimitTools, limitTools } from "./invocation.ts";
import type { VersionTools } from "./versions/version-tools.ts";
import type { WrapperErrorClass } from "./wrapper-error.ts";

/** Everything that starts a process, with the errors of a wrapper. */
export interface InvocationTools extends LimitTools, QuestionTools, RemovalTools, ProcessTools, RunTools, VariableTools {}

/** Binds it to the error class of a wrapper, and to what it knows of versions. */
export function invocationTools(errors: WrapperErrorClass, versions: Pick<VersionTools, "assertSupported">): InvocationTools {
  const limits = limitTools(errors, versions);
  return {
    ...limits,
    ...questionTools(errors, limits),
    ...removalTools(errors),
    ...processTools(errors, limits),
    ...runTools(errors, limits),
    ...variableTools(errors),
  };
}
