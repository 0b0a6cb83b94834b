import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach } from "node:test";

/** Answers one request for a path. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback: what it answers by path, and what it was asked. */
export interface WebServer {
  readonly origin: string;
  readonly answers: Map<string, Answer | Buffer>;
  readonly requests: IncomingMessage[];
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
// The last connections of a client that was timed out.
after(() => servers.forEach((server) => server.closeAllConnections()));

export async function serve(): Promise<WebServer> {
  const answers = new Map<string, Answer | Buffer>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers.get(new URL(request.url ?? "", "http://loopback").pathname);
    if (typeof answer === "function") answer(request, response);
    else if (answer === undefined) status(404)(request, response);
    else sendPart(answer)(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, answers, requests };
}

/** An answer without a file. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => void response.writeHead(code, headers).end();
}

/** The bytes, or the part of them that is asked for; cut off after `untilByte`. */
export function sendPart(bytes: Buffer, untilByte = bytes.length, etag = '"one"'): Answer {
  return ({ headers }, response) => {
    const start = headers["if-range"] === etag ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0) : 0;
    const range = start === 0 ? {} : { "content-range": `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}` };
    response.writeHead(start === 0 ? 200 : 206, { etag, "content-length": String(bytes.length - start), ...range });
    if (untilByte >= bytes.length) response.end(bytes.subarray(start));
    else {
      response.write(bytes.subarray(start, Math.max(start, untilByte)));
      // What was sent would be lost with the connection otherwise.
      setTimeout(() => response.destroy(), 30);
    }
  };
}
