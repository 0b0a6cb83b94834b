import type { FlagTable } from "./flag-table.ts";

/** How a server on a WebSocket tells its clients: a token of its own, or signed JWTs. Secrets are files, never argv words. */
export interface WebsocketAuth {
  readonly wsAuth?: "capability-token" | "signed-bearer-token";
  /** Absolute path of the file with the capability token; or `wsTokenSha256`. */
  readonly wsTokenFile?: string;
  /** SHA-256 of the capability token in hex. */
  readonly wsTokenSha256?: string;
  /** Absolute path of the file with the shared secret of JWTs. */
  readonly wsSharedSecretFile?: string;
  readonly wsIssuer?: string;
  readonly wsAudience?: string;
  /** Seconds. */
  readonly wsMaxClockSkewSeconds?: number;
}

export const websocketAuthFlags: FlagTable<WebsocketAuth> = {
  wsAuth: "--ws-auth",
  wsTokenFile: "--ws-token-file",
  wsTokenSha256: "--ws-token-sha256",
  wsSharedSecretFile: "--ws-shared-secret-file",
  wsIssuer: "--ws-issuer",
  wsAudience: "--ws-audience",
  wsMaxClockSkewSeconds: "--ws-max-clock-skew-seconds",
};
