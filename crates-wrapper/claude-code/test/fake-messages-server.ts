import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, says, sendAnswer } from "./fake-messages-answer.ts";

/**
 * An Anthropic Messages API on loopback that answers from a script and keeps what it was sent.
 * `answer` sees each turn of the main conversation with its number, which counts from 1; requests that Claude Code makes beside it,
 * such as one for a title, offer no tools, get "An aside", and are in `asides`; so are all requests with `--tools ""`. Each whole response used `tokens`.
 * `count_tokens` answers 100 and `HEAD /api/hello` 200; any other path gives 404 and is in `unknown`.
 */
export async function startFakeMessagesServer(answer: (body: MessagesRequest, n: number) => Answer): Promise<FakeMessagesServer> {
  const requests: MessagesRequest[] = [];
  const asides: MessagesRequest[] = [];
  const unknown: string[] = [];
  const server = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const path = request.url?.replace(/\?.*$/, "") ?? "";
    if (request.method === "POST" && path === "/v1/messages/count_tokens") {
      sendJson(response, 200, { input_tokens: 100 });
    } else if (request.method === "POST" && path === "/v1/messages") {
      const body: MessagesRequest = JSON.parse(text);
      const isAside = body.tools === undefined || body.tools.length === 0;
      const seen = isAside ? asides : requests;
      seen.push(body);
      sendAnswer(response, isAside ? says("An aside") : answer(body, requests.length), {
        id: `${isAside ? "aside" : "turn"}_${seen.length}`,
        model: body.model,
        isStreamed: body.stream === true,
      });
    } else if (request.method === "HEAD" && path === "/api/hello") {
      // 2.1.232 asks at its start whether there is a way.
      response.writeHead(200).end();
    } else {
      unknown.push(`${request.method ?? ""} ${path}`);
      sendJson(response, 404, { type: "error", error: { type: "not_found_error", message: "Not found" } });
    }
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake server has no port");
  return { baseUrl: `http://127.0.0.1:${address.port}`, requests, asides, unknown, close: () => close(server) };
}

export interface FakeMessagesServer {
  /** What ANTHROPIC_BASE_URL takes. */
  readonly baseUrl: string;
  /** The turns of the main conversation and of its sub-agents, in the order of their arrival. */
  readonly requests: readonly MessagesRequest[];
  readonly asides: readonly MessagesRequest[];
  /** Method and path of each request that nothing answers. */
  readonly unknown: readonly string[];
  close(): Promise<void>;
}

/** The parts of a request that the tests look at. */
export interface MessagesRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly system?: string | readonly { readonly type: string; readonly text?: string }[];
  readonly messages: readonly InputMessage[];
  readonly tools?: readonly { readonly name: string; readonly input_schema?: object }[];
  readonly thinking?: { readonly type: string };
}

export interface InputMessage {
  readonly role: "user" | "assistant";
  readonly content: string | readonly InputBlock[];
}

export interface InputBlock {
  readonly type: string;
  readonly text?: string;
  readonly tool_use_id?: string;
  readonly content?: unknown;
  readonly is_error?: boolean;
}

/** The results of tools in a request, as text, in order. */
export function toolResults({ messages }: MessagesRequest): readonly string[] {
  return messages
    .flatMap(({ content }) => (typeof content === "string" ? [] : content))
    .filter(({ type }) => type === "tool_result")
    .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)));
}

/** What the user said in a request, and what Claude Code said in his name. */
export function userTexts({ messages }: MessagesRequest): readonly string[] {
  return messages
    .filter(({ role }) => role === "user")
    .flatMap(({ content }) => (typeof content === "string" ? [content] : content.flatMap(({ text }) => text ?? [])));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  // Decoded once: a character may be split over two chunks.
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
