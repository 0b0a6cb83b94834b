import type { ServerResponse } from "node:http";

/** What the fake Messages API does with one request. */
export type Answer =
  | { readonly type: "message"; readonly content: readonly AnswerBlock[]; readonly stopReason?: string }
  /** An error of the API; `message` is what it says. */
  | { readonly type: "failure"; readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** A stream that breaks off behind its first words. */
  | { readonly type: "cut" }
  /** No answer at all, not even headers. */
  | { readonly type: "hang" }
  /** Words without an end, one each `everyMs` milliseconds, or the API's pings alone. */
  | { readonly type: "trickle"; readonly everyMs: number; readonly isPing?: boolean };

/** A block of an answer; a tool's id is made from those of the response when it is absent. */
export type AnswerBlock =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "thinking"; readonly thinking: string }
  | { readonly type: "tool_use"; readonly name: string; readonly input: object; readonly id?: string }
  /** Any block, sent whole at its start. */
  | { readonly type: "whole"; readonly block: { readonly type: string; readonly [field: string]: unknown } };

export function says(...texts: readonly string[]): Answer {
  return { type: "message", content: texts.map((text) => ({ type: "text", text })) };
}

export function calls(...tools: readonly (readonly [name: string, input: object])[]): Answer {
  return { type: "message", content: tools.map(([name, input]) => ({ type: "tool_use", name, input })) };
}

/** One answer after the other, and the last one again for any further request. */
export function steps(...answers: readonly [Answer, ...Answer[]]): (body: unknown, n: number) => Answer {
  return (_body, n) => answers[Math.min(n, answers.length) - 1] ?? answers[0];
}

/** What every whole answer used, as the API tells it. */
export const tokens = {
  input_tokens: 100,
  cache_creation_input_tokens: 5,
  cache_read_input_tokens: 40,
  output_tokens: 7,
} as const;

/** Sends one answer as a stream of events, or as one JSON object when no stream was asked for. */
export function sendAnswer(response: ServerResponse, answer: Answer, request: AnsweredRequest): void {
  if (answer.type === "hang") return;
  if (answer.type === "failure") {
    const error = { type: errorTypes[answer.status] ?? "api_error", message: answer.message ?? "Scripted failure" };
    response
      .writeHead(answer.status, { "content-type": "application/json", "request-id": `req_${request.id}`, ...answer.headers })
      .end(JSON.stringify({ type: "error", error, request_id: `req_${request.id}` }));
    return;
  }
  const head = { id: `msg_${request.id}`, type: "message", role: "assistant", model: request.model };
  const headers = { "request-id": `req_${request.id}` };
  if (answer.type === "message" && !request.isStreamed) {
    const content = answer.content.map((block, index) => startedBlock(block, request.id, index, true));
    response
      .writeHead(200, { "content-type": "application/json", ...headers })
      .end(JSON.stringify({ ...head, content, stop_reason: stopReasonOf(answer), stop_sequence: null, usage: tokens }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", ...headers });
  const emit = (event: StreamEvent): void => void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  emit({
    type: "message_start",
    message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: { ...tokens, output_tokens: 1 } },
  });
  emit({ type: "ping" });
  if (answer.type === "message") {
    for (const [index, block] of answer.content.entries()) emitBlock(emit, block, request.id, index);
    const delta = { stop_reason: stopReasonOf(answer), stop_sequence: null };
    emit({ type: "message_delta", delta, usage: tokens });
    emit({ type: "message_stop" });
    response.end();
    return;
  }
  const delta: StreamEvent = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "word " } };
  emit({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } });
  emit(delta);
  if (answer.type === "cut") {
    setTimeout(() => response.destroy(), 20);
    return;
  }
  const timer = setInterval(() => emit(answer.isPing === true ? { type: "ping" } : delta), answer.everyMs);
  response.on("close", () => clearInterval(timer));
}

/** What an answer needs to know of its request. */
export interface AnsweredRequest {
  readonly id: string;
  readonly model: string;
  readonly isStreamed: boolean;
}

interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

function emitBlock(emit: (event: StreamEvent) => void, block: AnswerBlock, id: string, index: number): void {
  emit({ type: "content_block_start", index, content_block: startedBlock(block, id, index, false) });
  for (const delta of deltasOf(block)) emit({ type: "content_block_delta", index, delta });
  emit({ type: "content_block_stop", index });
}

function startedBlock(block: AnswerBlock, id: string, index: number, isWhole: boolean): object {
  switch (block.type) {
    case "text":
      return { type: "text", text: isWhole ? block.text : "" };
    case "thinking":
      return { type: "thinking", thinking: isWhole ? block.thinking : "", signature: isWhole ? signature : "" };
    case "tool_use":
      return { type: "tool_use", id: block.id ?? `toolu_${id}_${index}`, name: block.name, input: isWhole ? block.input : {} };
    case "whole":
      return block.block;
  }
}

function deltasOf(block: AnswerBlock): readonly object[] {
  switch (block.type) {
    case "text":
      return halvesOf(block.text).map((text) => ({ type: "text_delta", text }));
    case "thinking":
      return [
        ...halvesOf(block.thinking).map((thinking) => ({ type: "thinking_delta", thinking })),
        { type: "signature_delta", signature },
      ];
    case "tool_use":
      return halvesOf(JSON.stringify(block.input)).map((partial_json) => ({ type: "input_json_delta", partial_json }));
    case "whole":
      return [];
  }
}

/** A stream comes in parts. */
function halvesOf(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

function stopReasonOf({ content, stopReason }: Extract<Answer, { type: "message" }>): string {
  return stopReason ?? (content.some(({ type }) => type === "tool_use") ? "tool_use" : "end_turn");
}

const signature = "c2lnbmF0dXJl";

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  529: "overloaded_error",
};
