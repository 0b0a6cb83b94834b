import { messageOf, type ProcessEnd } from "@lockstep/runtime";
import type { ProgramCall, Run } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import type { ControlAnswers } from "../control/answer.ts";
import type { PermissionMode } from "../control/permission.ts";
import type { ControlRequest } from "../control/request.ts";
import type { UserTurn } from "../control/user-message.ts";
import type { ClaudeEvent } from "../events/event.ts";
import type { ClaudeCodeRun, RunResult } from "./claude-code-run.ts";
import type { Conversation } from "./conversation.ts";

/** A run and the conversation over its stdin. */
export class SpokenRun implements ClaudeCodeRun {
  readonly #run: Run<ClaudeEvent, RunResult>;
  readonly #conversation: Conversation;
  readonly #call: ProgramCall;

  constructor(run: Run<ClaudeEvent, RunResult>, conversation: Conversation, call: ProgramCall) {
    this.#run = run;
    this.#conversation = conversation;
    this.#call = call;
  }

  [Symbol.asyncIterator](): AsyncIterator<ClaudeEvent, undefined, undefined> {
    return this.#run[Symbol.asyncIterator]();
  }

  result(): Promise<RunResult> {
    return this.#run.result();
  }

  async send(content: UserTurn["content"]): Promise<void> {
    try {
      await this.#conversation.send(content);
    } catch (error) {
      if (error instanceof ClaudeCodeError) throw error;
      throw this.#failed("The message could not be sent", messageOf(error), error);
    }
  }

  end(): void {
    this.#conversation.end();
  }

  async interrupt(): Promise<void> {
    await this.control({ subtype: "interrupt" });
  }

  async setModel(model?: string): Promise<void> {
    await this.control(model === undefined ? { subtype: "set_model" } : { subtype: "set_model", model });
  }

  async setPermissionMode(mode: PermissionMode): Promise<void> {
    await this.control({ subtype: "set_permission_mode", mode });
  }

  async control<Request extends ControlRequest>(request: Request): Promise<ControlAnswers[Request["subtype"]]> {
    const what = `The request "${request.subtype}" failed`;
    const outcome = await this.#conversation.ask(request).catch((error: unknown) => {
      throw this.#failed(what, messageOf(error), error);
    });
    switch (outcome?.type) {
      case "answer":
        return outcome.answer;
      case "refused":
        throw this.#failed(what, outcome.message);
      case "unknown":
        throw this.#failed(what, `the answer has another shape: ${outcome.mistakes.join("; ")}`);
      case undefined:
        throw this.#failed(what, "Claude Code ended without an answer");
    }
  }

  #failed(what: string, why: string, cause?: unknown): ClaudeCodeError {
    return ClaudeCodeError.forOutput(`${what}: ${why}`, this.#call, stillRunning, "", cause);
  }
}

/** What is known of a process that runs. */
const stillRunning: ProcessEnd = { type: "exited", exitCode: null, signal: null, durationMs: 0 };
