import type { FlagTable } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";

/** Options of a turn that a person's prompt starts: `exec`, `exec resume` and `exec fork`, not `exec review`. */
export interface TurnOptions {
  /** Paths of images; a path with a comma cannot be passed. */
  readonly image?: readonly string[];
  readonly cyberAccessProgram?: "standard" | "daybreak_blue" | "daybreak_red";
}

/** A turn of the agent. The prompt travels through stdin, never through argv. */
export interface TurnRequest extends TurnOptions {
  readonly prompt: string;
}

export const turnFlags: FlagTable<TurnOptions> = {
  image: "--image=TEXT...",
  cyberAccessProgram: "--cyber-access-program=TEXT",
};

/** The positional argument that says: the prompt is on stdin. */
export const promptOnStdin = "-";

export function assertTurn(request: TurnRequest): void {
  assertPrompt(request.prompt);
  assertImages(request.image);
}

export function assertImages(images: readonly string[] = []): void {
  for (const image of images) {
    if (image.includes(","))
      throw CodexError.forRequest(`Image path "${image}" has a comma, which codex takes for the end of the path; rename the file`);
  }
}

export function assertPrompt(prompt: string): void {
  if (prompt.trim() === "") throw CodexError.forRequest("The prompt is blank, wanted instructions for the agent");
}
