import type { FlagTable } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { assertNeeds, assertNoConflict, assertWhole } from "../codex-tools.ts";

/** How a server on a WebSocket tells its clients: a token of its own, or signed JWTs. Secrets are files, never argv words. */
export interface WebsocketAuth {
  /** The first needs `wsTokenFile` or `wsTokenSha256`, the second `wsSharedSecretFile`. */
  readonly wsAuth?: "capability-token" | "signed-bearer-token";
  /** Absolute path of the file with the capability token; or `wsTokenSha256`. */
  readonly wsTokenFile?: string;
  /** SHA-256 of the capability token in hex. */
  readonly wsTokenSha256?: string;
  /** Absolute path of the file with the shared secret of JWTs; this and what follows belong to `signed-bearer-token`. */
  readonly wsSharedSecretFile?: string;
  readonly wsIssuer?: string;
  readonly wsAudience?: string;
  /** Seconds. */
  readonly wsMaxClockSkewSeconds?: number;
}

export const websocketAuthFlags: FlagTable<WebsocketAuth> = {
  wsAuth: "--ws-auth=TEXT",
  wsTokenFile: "--ws-token-file=TEXT",
  wsTokenSha256: "--ws-token-sha256=TEXT",
  wsSharedSecretFile: "--ws-shared-secret-file=TEXT",
  wsIssuer: "--ws-issuer=TEXT",
  wsAudience: "--ws-audience=TEXT",
  wsMaxClockSkewSeconds: "--ws-max-clock-skew-seconds=NUMBER",
};

/** Throws for fields that codex refuses together. */
export function assertWebsocketAuth(request: WebsocketAuth): void {
  assertNoConflict(request, [["wsTokenFile", "wsTokenSha256"]]);
  for (const [wsAuth, fields] of [
    ["capability-token", ["wsTokenFile", "wsTokenSha256"]],
    ["signed-bearer-token", ["wsSharedSecretFile", "wsIssuer", "wsAudience", "wsMaxClockSkewSeconds"]],
  ] as const) {
    assertNeeds(
      request,
      fields.map((field) => [field, "wsAuth"] as const),
    );
    const odd = request.wsAuth === wsAuth ? undefined : fields.find((field) => request[field] !== undefined);
    if (odd !== undefined)
      throw CodexError.forRequest(`Option "${odd}" belongs to the "wsAuth" "${wsAuth}", not to "${request.wsAuth ?? ""}"`);
  }
  if (request.wsAuth === "capability-token" && request.wsTokenFile === undefined && request.wsTokenSha256 === undefined)
    throw CodexError.forRequest(`The "wsAuth" "capability-token" needs "wsTokenFile" or "wsTokenSha256"`);
  if (request.wsAuth === "signed-bearer-token" && request.wsSharedSecretFile === undefined)
    throw CodexError.forRequest(`The "wsAuth" "signed-bearer-token" needs "wsSharedSecretFile"`);
  if (request.wsTokenSha256 !== undefined && !/^[0-9a-f]{64}$/i.test(request.wsTokenSha256))
    throw CodexError.forRequest(`Value "${request.wsTokenSha256}" of "wsTokenSha256" is no SHA-256 digest, wanted 64 hex digits`);
  assertWhole(request, "wsMaxClockSkewSeconds", 0);
}
