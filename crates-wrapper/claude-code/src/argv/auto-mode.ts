import { argvBuilder } from "./argv-builder.ts";
import { assertOn, type CommonOptions } from "./common-options.ts";

/** The rules of auto mode as they are in force, as JSON. */
export const autoModeConfigArgv = argvBuilder<CommonOptions>({
  path: ["auto-mode", "config"],
  flags: {},
});

/** The rules that auto mode begins with, as JSON: `claude auto-mode defaults`. */
export interface AutoModeDefaultsRequest extends CommonOptions {
  /** Only rules whose label begins so, in letters of any case. */
  readonly label?: string;
}

export const autoModeDefaultsArgv = argvBuilder<AutoModeDefaultsRequest>({
  path: ["auto-mode", "defaults"],
  flags: { label: "--label=TEXT" },
});

/** What a model thinks of the user's own rules: `claude auto-mode critique`. */
export interface AutoModeCritiqueRequest extends CommonOptions {
  readonly model?: string;
}

export const autoModeCritiqueArgv = argvBuilder<AutoModeCritiqueRequest>({
  path: ["auto-mode", "critique"],
  flags: { model: "--model=TEXT" },
});

/** Removes the user's own rules: `claude auto-mode reset`. */
export interface AutoModeResetRequest extends CommonOptions {
  /** Answers the question that a terminal would show. */
  readonly yes: true;
}

export const autoModeResetArgv = argvBuilder<AutoModeResetRequest>({
  path: ["auto-mode", "reset"],
  flags: { yes: "--yes!" },
  check: (request) => assertOn(request, "yes"),
});
