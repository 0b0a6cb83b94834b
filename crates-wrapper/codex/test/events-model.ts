import { createServer, type ServerResponse } from "node:http";
import type { ModelAnswer, ModelRequest, Session } from "./events-sessions/session.ts";

/**
 * A model server on loopback for one session. Every response uses the same tokens: 100 input (40 cached, 5 written to the
 * cache), 7 output (3 reasoning).
 */
export async function startModel(session: Session): Promise<Model> {
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method !== "POST" || !request.url?.endsWith("/responses")) return void response.writeHead(404).end("{}");
      requests += 1;
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as ModelRequest;
      send(response, session.answer(body, requests), requests);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The model server has no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Model {
  readonly baseUrl: string;
  close(): Promise<void>;
}

function send(response: ServerResponse, answer: ModelAnswer, n: number): void {
  if (answer.type === "silence") return;
  if (answer.type === "failure") {
    const error = { message: "Scripted failure", type: "invalid_request_error" };
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    return;
  }
  const emit = (event: { readonly type: string } & object): void => {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  emit({ type: "response.created", response: { id: `resp_${n}` } } as { readonly type: string });
  if (answer.type === "cut") {
    setTimeout(() => response.destroy(), 50);
    return;
  }
  for (const [index, scripted] of answer.items.entries()) {
    const item = { id: `out_${n}_${index}`, ...scripted };
    const place = { output_index: index, item };
    if (answer.announced === true) emit({ type: "response.output_item.added", ...place });
    emit({ type: "response.output_item.done", ...place });
  }
  emit({ type: "response.completed", response: { id: `resp_${n}`, usage } } as { readonly type: string });
  response.end();
}

const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 40, cache_write_tokens: 5 },
  output_tokens: 7,
  output_tokens_details: { reasoning_tokens: 3 },
  total_tokens: 107,
};
