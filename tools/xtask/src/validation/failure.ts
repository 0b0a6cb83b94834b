import { EXIT, InputError, ToolError } from "@lockstep/kernel";

/** Words errors that end `validate` without an answer as its contract has it: `FAIL: <invoked name> (<reason>)`. Others stay as they are. */
export function asFailure(errors: readonly unknown[], invokedAs: string): unknown {
  const other = errors.find((error) => !(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer);
  if (other !== undefined) return other;
  const failures = errors.filter((error) => error instanceof ToolError);
  const [first] = failures;
  if (first === undefined) return new Error("No error to report");
  const reason = failures.map(({ message }) => message.replaceAll(/:?\s*\n\s*/g, "; ")).join("; ");
  return new InputError(first.code, reason, {
    cause: first,
    line: `FAIL: ${invokedAs} (${reason})`,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}
