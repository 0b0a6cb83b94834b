import type { FlagTable } from "@lockstep/wrapper";
import { customizationFlags, type CustomizationOptions } from "./customization-options.ts";
import { instructionFlags, type InstructionOptions } from "./instruction-options.ts";
import { modelFlags, type ModelOptions } from "./model-options.ts";
import { permissionFlags, type PermissionOptions } from "./permission-options.ts";

/** What every session takes, a run without a terminal and one in the background. */
export interface SessionOptions extends ModelOptions, PermissionOptions, InstructionOptions, CustomizationOptions {
  /** Name for people. */
  readonly name?: string;
  /** Works in a new Git worktree, named so if it is a text. */
  readonly worktree?: boolean | string;
  /** Debug output, of the categories in the text alone if it is one: `api,hooks`, or `!mcp` for all others. */
  readonly debug?: boolean | string;
  /** Path of a file for debug output. */
  readonly debugFile?: string;
}

export const sessionFlags: FlagTable<SessionOptions, "kebab" | "camel"> = {
  ...modelFlags,
  ...permissionFlags,
  ...instructionFlags,
  ...customizationFlags,
  name: "--name=TEXT",
  worktree: "--worktree=[TEXT]",
  debug: "--debug=[TEXT]",
  debugFile: "--debug-file=TEXT",
};
