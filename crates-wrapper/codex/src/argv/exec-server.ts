import type { FlagTable } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { assertNeeds, assertNoConflict, assertWhole } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertWebsocketAuth, type WebsocketAuth, websocketAuthFlags } from "./websocket-auth.ts";

/** How an exec server registers itself as a remote environment, and how it is then reached. */
export interface RemoteEnvironment {
  /** URL of the service to register with; it needs `environmentId`. */
  readonly remote?: string;
  readonly environmentId?: string;
  /** Name for people. */
  readonly name?: string;
  readonly remoteTransport?: "noise" | "direct";
  /** Reads rotating credentials from stdin and ends when it closes. Of the ways to authenticate, a request has one at most. */
  readonly executorCredentialStdin?: boolean;
  /** Reads one registration bearer from stdin. */
  readonly registrationBearerStdin?: boolean;
  /** Registers with the agent identity of the variable `CODEX_ACCESS_TOKEN`. */
  readonly useAgentIdentityAuth?: boolean;
  readonly exitOnStdinClose?: boolean;
  readonly linuxSandboxPidNamespace?: "isolate" | "inherit";
  readonly proxyPrivateIpsViaUpstream?: boolean;
  readonly strictConfig?: boolean;
}

const hostFlags: FlagTable<Omit<RemoteEnvironment, "remote" | "environmentId">> = {
  name: "--name=TEXT",
  remoteTransport: "--remote-transport=TEXT",
  executorCredentialStdin: "--executor-credential-stdin",
  registrationBearerStdin: "--registration-bearer-stdin",
  useAgentIdentityAuth: "--use-agent-identity-auth",
  exitOnStdinClose: "--exit-on-stdin-close",
  linuxSandboxPidNamespace: "--linux-sandbox-pid-namespace=TEXT",
  proxyPrivateIpsViaUpstream: "--proxy-private-ips-via-upstream",
  strictConfig: "--strict-config",
};

/** The server that runs commands for an agent elsewhere: `codex exec-server`. */
export interface ExecServerRequest extends RemoteEnvironment, WebsocketAuth, CommonOptions {
  /** `ws://IP:PORT` or `stdio`; or else `remote`. */
  readonly listen?: string;
  /** Signs with AWS SigV4; it goes with `remoteTransport: "direct"` and the other way round. */
  readonly awsSigv4?: boolean;
  readonly awsProfile?: string;
  readonly awsRegion?: string;
  readonly awsService?: string;
  /** Most requests that one connection may have in work. */
  readonly concurrentRequests?: number;
  readonly chatgptAccountId?: string;
  /** Reads a ChatGPT access token from stdin, for the registration. */
  readonly chatgptTokenStdin?: boolean;
}

export const execServerArgv = argvBuilder<ExecServerRequest>({
  path: ["exec-server"],
  flags: {
    remote: "--remote=TEXT",
    environmentId: "--environment-id=TEXT",
    ...hostFlags,
    ...websocketAuthFlags,
    listen: "--listen=TEXT",
    awsSigv4: "--aws-sigv4",
    awsProfile: "--aws-profile=TEXT",
    awsRegion: "--aws-region=TEXT",
    awsService: "--aws-service=TEXT",
    concurrentRequests: "--concurrent-requests=NUMBER",
    chatgptAccountId: "--chatgpt-account-id=TEXT",
    chatgptTokenStdin: "--chatgpt-token-stdin",
  },
  check: (request) => {
    const credentials = [
      "awsSigv4",
      "chatgptTokenStdin",
      "executorCredentialStdin",
      "registrationBearerStdin",
      "useAgentIdentityAuth",
    ] as const;
    const ofRemote = ["remoteTransport", "exitOnStdinClose", ...credentials] as const;
    assertNoConflict(request, [
      ["listen", "remote"],
      ["wsAuth", "remote"],
      ...credentials.flatMap((one, i) => credentials.slice(i + 1).map((another) => [one, another] as const)),
    ]);
    assertNeeds(request, [
      ["remote", "environmentId"],
      ...ofRemote.map((field) => [field, "remote"] as const),
      ["chatgptAccountId", "remote"],
      ["awsProfile", "awsSigv4"],
      ["awsRegion", "awsSigv4"],
      ["awsService", "awsSigv4"],
    ]);
    if ((request.remoteTransport === "direct") !== (request.awsSigv4 === true))
      throw CodexError.forRequest(`Option "awsSigv4" and the "remoteTransport" "direct" go together`);
    assertWebsocketAuth(request);
    if (request.listen === "stdio" && request.wsAuth !== undefined)
      throw CodexError.forRequest(`Option "wsAuth" needs a "listen" that begins with "ws://"`);
    assertWhole(request, "concurrentRequests", 1);
  },
});

/** Registers an exec server that runs already: `codex exec-server forward`. */
export interface ExecServerForwardRequest extends RemoteEnvironment, CommonOptions {
  readonly remoteTransport?: "noise";
  readonly remote: string;
  readonly environmentId: string;
  /** WebSocket URL of the exec server. */
  readonly connect: string;
}

export const execServerForwardArgv = argvBuilder<ExecServerForwardRequest>({
  path: ["exec-server", "forward"],
  flags: {
    remote: "--remote=TEXT!",
    environmentId: "--environment-id=TEXT!",
    ...hostFlags,
    connect: "--connect=TEXT!",
  },
  check: (request) =>
    assertNoConflict(request, [
      ["executorCredentialStdin", "registrationBearerStdin"],
      ["executorCredentialStdin", "useAgentIdentityAuth"],
      ["registrationBearerStdin", "useAgentIdentityAuth"],
    ]),
});
