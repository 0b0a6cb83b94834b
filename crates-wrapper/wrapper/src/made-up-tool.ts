import type { Program } from "./program.ts";
import { type Failure, WrapperError } from "./wrapper-error.ts";

/** The error class of a wrapper of a program that does not exist; for tests only. */
export class ToolError extends WrapperError<`TOOL_${string}`> {
  static readonly program: Program = {
    title: "Tool",
    command: "tool",
    prefix: "TOOL",
    secrets: {
      assigning: { "--env": () => true, "--set": (name) => name.startsWith("env.") },
      inside: (word) => word.match(/(?<=<)[^>]*(?=>)/g) ?? [],
      readings: (text) => text.split("+"),
    },
    withoutNoise: (stderr) => stderr.replaceAll(/^noise\n/gm, ""),
    fieldOf: ({ path, key }, sameLetters) => (key === "--set" ? undefined : path[0] === "add" && key === "--last" ? "which" : sameLetters),
  };
  override readonly name = "ToolError";

  private constructor(failure: Failure<string>) {
    super(failure);
  }
}
