import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/**
 * An OpenAI "Responses" endpoint on loopback that answers from a script and keeps what it was sent.
 * `answer` sees each request body; a message or a tool call becomes one streamed response, `failure` an HTTP status, `cut` a response
 * that breaks off, `hang` no answer at all. Each whole response used 100 input tokens (40 cached) and 7 output tokens.
 */
export async function startFakeResponsesServer(answer: (body: ResponsesRequest) => Answer): Promise<FakeResponsesServer> {
  const requests: ResponsesRequest[] = [];
  const server = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    if (request.method !== "POST" || !request.url?.endsWith("/responses")) {
      response.writeHead(404).end("{}");
      return;
    }
    const body: ResponsesRequest = JSON.parse(text);
    requests.push(body);
    send(response, answer(body), requests.length);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake server has no port");
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, requests, close: () => close(server) };
}

export interface FakeResponsesServer {
  readonly baseUrl: string;
  readonly requests: readonly ResponsesRequest[];
  close(): Promise<void>;
}

export type Answer =
  | { readonly type: "message"; readonly text: string }
  | ToolCall
  | { readonly type: "failure"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly type: "cut" }
  | { readonly type: "hang" };

export interface ToolCall {
  readonly type: "function_call";
  readonly name: string;
  readonly arguments: object;
  /** Where the tool stands among those of the request; none for a tool at the top. */
  readonly namespace?: string;
}

/** The parts of a request that the tests look at. */
export interface ResponsesRequest {
  readonly model?: string;
  readonly instructions?: string;
  readonly input: readonly InputItem[];
  readonly tools?: readonly Tool[];
  readonly text?: { readonly format?: unknown };
}

interface Tool {
  readonly type: string;
  readonly name?: string;
  readonly tools?: readonly Tool[];
}

export interface InputItem {
  readonly type: string;
  readonly role?: string;
  readonly content?: readonly { readonly type?: string; readonly text?: string; readonly image_url?: string }[];
  readonly call_id?: string;
  readonly output?: unknown;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  // Decoded once: a character may be split over two chunks.
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, answer: Answer, turn: number): void {
  if (answer.type === "hang") return;
  if (answer.type === "failure") {
    response
      .writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
      .end(JSON.stringify({ error: { message: "Scripted failure" } }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (answer.type === "cut") {
    response.write(frameOf({ type: "response.created", response: { id: `resp_${turn}` } }), () => response.destroy());
    return;
  }
  const item =
    answer.type === "message"
      ? { type: "message", role: "assistant", id: `msg_${turn}`, content: [{ type: "output_text", text: answer.text }] }
      : {
          type: "function_call",
          id: `fc_${turn}`,
          call_id: `call_${turn}`,
          name: answer.name,
          arguments: JSON.stringify(answer.arguments),
          ...(answer.namespace === undefined ? {} : { namespace: answer.namespace }),
        };
  const usage = {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 40 },
    output_tokens: 7,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 107,
  };
  for (const event of [
    { type: "response.created", response: { id: `resp_${turn}` } },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: { id: `resp_${turn}`, usage } },
  ]) {
    response.write(frameOf(event));
  }
  response.end();
}

function frameOf(event: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
