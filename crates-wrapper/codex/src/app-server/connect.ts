import { type ArgvToken, type Invocation, isObject, type Timeouts } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { commandOf, limitsOf } from "../codex-tools.ts";
import type { AppServerConnection, AppServerConnectOptions } from "./app-server-connection.ts";
import { RunningConnection } from "./connection.ts";
import { openTransport } from "./transport.ts";

/**
 * Starts a codex and shakes hands. Rejects with a `CodexError`, and leaves nothing behind, when the installed version does not have a
 * unit of `argv`, when the process ends, and when it does not answer in time.
 */
export async function connect(
  invocation: Invocation,
  argv: readonly ArgvToken[],
  options: AppServerConnectOptions = {},
): Promise<AppServerConnection> {
  const command = commandOf(invocation, argv);
  const limits = limitsOf({ timeouts: options.timeouts ?? pickKillGrace(invocation) });
  const transportOptions = { limits: limits.process, signal: options.signal, maxMessageBytes: options.maxMessageBytes ?? 64 * 1024 * 1024 };
  const transport = openTransport(command, transportOptions);
  const connection = new RunningConnection(transport, options.onRequest, {
    requestTimeoutMs: options.requestTimeoutMs ?? Infinity,
    maxUnreadChars: options.maxUnreadChars ?? 8 * 1024 * 1024,
    closeGraceMs: options.closeGraceMs ?? 3000,
  });
  try {
    const { title = null, ...client } = options.clientInfo ?? thisPackage;
    const server = await connection.request(
      "initialize",
      { clientInfo: { ...client, title }, capabilities: options.capabilities ?? null },
      { timeoutMs: options.handshakeTimeoutMs ?? 30_000 },
    );
    if (!isObject(server)) throw await malformedHandshake();
    connection.server = server;
    await connection.notify("initialized");
    return connection;
  } catch (error) {
    transport.stop();
    await transport.outcome;
    throw error;
  }

  async function malformedHandshake(): Promise<CodexError> {
    transport.stop();
    const { stdout: _, stderr, ...end } = await transport.outcome;
    return CodexError.forOutput(`The answer to "initialize" is no JSON object`, command, end, stderr);
  }
}

/** Its version is that of package.json. */
export const thisPackage: { readonly name: string; readonly title?: string; readonly version: string } = {
  name: "lockstep-codex",
  title: "Lockstep",
  version: "0.1.0",
};

function pickKillGrace({ timeouts: { killGraceMs } }: Invocation): Timeouts {
  return killGraceMs === undefined ? {} : { killGraceMs };
}
