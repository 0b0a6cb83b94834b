import { randomUUID } from "node:crypto";
import { messageOf } from "@lockstep/runtime";
import type { RunChannel } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { type ControlAnswers, type ControlOutcome, parseAnswer } from "../control/answer.ts";
import { elicitationLine, permissionLine, refusalLine } from "../control/reply.ts";
import { type ControlRequest, requestLine } from "../control/request.ts";
import { assertContent, userLine, type UserTurn } from "../control/user-message.ts";
import type { AskedEvent, ClaudeEvent, ResultEvent } from "../events/event.ts";
import type { ControlResponse } from "../generated/stream-message.ts";
import type { PrintOptions } from "./claude-code-run.ts";
import type { PermissionDesk } from "./permission-desk.ts";

/** What is particular about a conversation. */
export interface ConversationTerms {
  readonly desk: PermissionDesk | undefined;
  readonly onDecision: PrintOptions["onDecision"];
  /** Whether stdin stays open after a turn until `end` is called. */
  readonly isKeptOpen: boolean;
  /** Milliseconds that the process has to exit when all is said. */
  readonly exitMs: number;
}

/**
 * The client's side of a run over stdin: user messages, control requests and the answers to those of Claude Code. It closes stdin when
 * nothing is left to say, and sees to it that the process then ends.
 */
export class Conversation {
  readonly #terms: ConversationTerms;
  readonly #asked = new Map<string, (response: ControlResponse | undefined) => void>();
  /** Messages that no turn has taken in. */
  readonly #waiting = new Set<string>();
  #channel: RunChannel | undefined;
  #requests = 0;
  /** Whether this version tells what becomes of each message. */
  #tellsOfMessages = false;
  #isTurnOver = true;
  #isEnding: boolean;
  #isClosed = false;
  #isOver = false;
  /** Sub-agents and the like, whose end makes the model speak once more. */
  #awaitedTasks = 0;
  #exit: NodeJS.Timeout | undefined;

  constructor(terms: ConversationTerms) {
    this.#terms = terms;
    this.#isEnding = !terms.isKeptOpen;
  }

  begin(channel: RunChannel): void {
    this.#channel = channel;
  }

  /** The line of a user message, which the process is to get. Throws a `ClaudeCodeError` for what is none; nobody is to wait for that. */
  turn(content: UserTurn["content"]): string {
    const uuid = randomUUID();
    assertContent(content);
    const line = lineOf({ content, uuid });
    this.#waiting.add(uuid);
    return line;
  }

  /** Sends a further user message. Rejects with an `Error` when stdin is closed, and with a `ClaudeCodeError` for what is no message. */
  async send(content: UserTurn["content"]): Promise<void> {
    if (this.#isClosed) throw new Error(closedReason);
    await this.#channel?.write(this.turn(content));
  }

  /** Closes stdin as soon as the messages that were sent have been answered. */
  end(): void {
    this.#isEnding = true;
    this.#conclude();
  }

  /** Asks Claude Code; `undefined` when the process ended without an answer. Rejects with an `Error` when stdin is closed. */
  async ask<Request extends ControlRequest>(request: Request): Promise<ControlOutcome<ControlAnswers[Request["subtype"]]> | undefined> {
    if (this.#isClosed || this.#isOver) throw new Error(closedReason);
    const id = `client-${String(++this.#requests)}`;
    const response = new Promise<ControlResponse | undefined>((resolve) => this.#asked.set(id, resolve));
    try {
      await this.#channel?.write(requestLine(id, request));
    } catch (error) {
      this.#asked.delete(id);
      throw error;
    }
    const answered = await response;
    return answered === undefined ? undefined : parseAnswer<Request["subtype"]>(request.subtype, answered);
  }

  /** Sees every event as it arrives. */
  heard(event: ClaudeEvent): void {
    if (event.type === "control_request") void this.#answer(event);
    else if (event.type === "control_response") this.#take(event.response);
    else if (event.type === "control_cancel_request") this.#terms.desk?.withdraw(event.request_id);
    else this.#follow(event);
  }

  /** The process is gone. */
  settle(): void {
    this.#isOver = true;
    clearTimeout(this.#exit);
    this.#terms.desk?.close();
    for (const resolve of this.#asked.values()) resolve(undefined);
    this.#asked.clear();
  }

  /** Keeps in mind whose turn it is. */
  #follow(event: ClaudeEvent): void {
    if (event.type === "command_lifecycle") {
      this.#tellsOfMessages = true;
      if (event.state === "started") this.#isTurnOver = false;
      if (event.state !== "queued") this.#waiting.delete(event.command_uuid);
    }
    if (event.type === "result") {
      this.#isTurnOver = true;
      this.#settleMessages(event);
    }
    if (event.type === "system" && event.subtype === "init") this.#isTurnOver = false;
    if (event.type === "system" && event.subtype === "background_tasks_changed")
      this.#awaitedTasks = event.tasks.filter(({ task_type: type }) => type !== commandTask).length;
    this.#conclude();
  }

  /** Closes stdin when all is said, and gives the process its time to exit, anew with every event. */
  #conclude(): void {
    const isSaid = this.#isTurnOver && this.#waiting.size === 0 && this.#awaitedTasks === 0 && this.#isEnding;
    if (isSaid && !this.#isClosed) {
      this.#isClosed = true;
      this.#channel?.end();
    }
    const mayEnd = isSaid && this.#isClosed;
    this.#channel?.mayEnd(mayEnd);
    clearTimeout(this.#exit);
    if (!mayEnd || this.#isOver) return;
    const { exitMs } = this.#terms;
    // Should the host have nothing else to do, the process itself keeps it alive.
    this.#exit = setTimeout(() => this.#channel?.dismiss(`Did not exit within ${String(exitMs)} ms after its result`), exitMs).unref();
  }

  /** A turn answers the messages that its result names; one that names none, where none is told of either, answers the oldest. */
  #settleMessages({ user_message_uuid: first, user_message_uuids: all = [] }: ResultEvent): void {
    const [oldest] = this.#waiting;
    for (const uuid of [first, ...all]) if (uuid !== undefined) this.#waiting.delete(uuid);
    if (first === undefined && !this.#tellsOfMessages && oldest !== undefined) this.#waiting.delete(oldest);
  }

  #take(response: ControlResponse): void {
    this.#asked.get(response.request_id)?.(response);
    this.#asked.delete(response.request_id);
  }

  async #answer({ request_id: id, request }: AskedEvent): Promise<void> {
    if (request.subtype === "elicitation") return this.#reply(elicitationLine(id, { action: "cancel" }));
    if (request.subtype !== "can_use_tool") return this.#reply(refusalLine(id, "This client does not answer such requests"));
    const { desk } = this.#terms;
    if (desk === undefined) return this.#reply(refusalLine(id, "This client has no permission callback"));
    const decision = await desk.decide(id, request);
    if (decision === undefined) return;
    try {
      this.#terms.onDecision?.(request, decision);
    } catch {
      // Who is told of a decision has no part in it.
    }
    await this.#reply(permissionLine(id, decision));
  }

  async #reply(line: string): Promise<void> {
    try {
      await this.#channel?.write(line);
    } catch {
      // It has ended, and nobody waits for the answer.
    }
  }
}

/** A shell command in the background, such as a server, which may run for ever; the model is not waited for. */
const commandTask = "local_bash";

/** Throws a `ClaudeCodeError` for what is no JSON. */
function lineOf(turn: UserTurn): string {
  try {
    return userLine(turn);
  } catch (error) {
    throw ClaudeCodeError.forRequest(`The message cannot be written as JSON: ${messageOf(error)}`, error);
  }
}

const closedReason = "The run takes no further messages: it has ended, or is about to";
