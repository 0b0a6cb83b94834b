import { assertPositional } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";
import { assertImages, assertPrompt } from "./turn-options.ts";

/** What `codex doctor` looks at and how it prints. */
export interface DoctorRequest extends CommonOptions {
  /** Only configuration, network and provider. */
  readonly networkOnly?: boolean;
  /** Whole lists in the text. */
  readonly all?: boolean;
  /** Only the counts and one row per group in the text. */
  readonly summary?: boolean;
  readonly ascii?: boolean;
  readonly noColor?: boolean;
}

export const doctorArgv = argvBuilder<DoctorRequest & JsonOption>({
  path: ["doctor"],
  flags: {
    networkOnly: "--network-only",
    all: "--all",
    summary: "--summary",
    ascii: "--ascii",
    noColor: "--no-color",
    json: "--json",
  },
});

/** The model catalogue. */
export interface DebugModelsRequest extends CommonOptions {
  /** Only what the binary carries; nothing is asked over the network. */
  readonly bundled?: boolean;
}

export const debugModelsArgv = argvBuilder<DebugModelsRequest>({
  path: ["debug", "models"],
  flags: { bundled: "--bundled" },
});

/** What the model would see of a prompt. It stands in argv, where other users of the machine can see it. */
export interface DebugPromptInputRequest extends CommonOptions {
  readonly prompt?: string;
  /** Paths of images; a path with a comma cannot be passed. */
  readonly image?: readonly string[];
}

export const debugPromptInputArgv = argvBuilder<DebugPromptInputRequest, "prompt">({
  path: ["debug", "prompt-input"],
  other: { prompt: "TEXT" },
  flags: { image: "--image=TEXT..." },
  rest: ({ prompt }) => (prompt === undefined ? [] : [prompt]),
  check: ({ prompt, image }) => {
    if (prompt !== undefined) assertPrompt(prompt);
    assertImages(image);
  },
});

/** The completion script of a shell. */
export interface CompletionRequest extends CommonOptions {
  readonly shell: "bash" | "elvish" | "fish" | "powershell" | "zsh";
}

export const completionArgv = argvBuilder<CompletionRequest, "shell">({
  path: ["completion"],
  other: { shell: "TEXT!" },
  flags: {},
  args: ({ shell }) => [assertPositional(shell, "shell", "the name of a shell")],
});

export const versionArgv = argvBuilder<CommonOptions & { readonly version: true }>({
  path: [],
  flags: { version: "--version!" },
});
