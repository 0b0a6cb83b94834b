import { CodexError } from "../codex-error.ts";
import { argvBuilder, assertNeeds, assertNoConflict } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import type { FlagTable } from "./flag-table.ts";
import { type WebsocketAuth, websocketAuthFlags } from "./websocket-auth.ts";

/** How an exec server registers itself as a remote environment, and how it is then reached. */
export interface RemoteEnvironment {
  /** URL of the service to register with. */
  readonly remote?: string;
  readonly environmentId?: string;
  /** Name for people. */
  readonly name?: string;
  readonly remoteTransport?: "noise" | "direct";
  /** Reads rotating credentials from stdin and ends when it closes. */
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

const remoteFlags: FlagTable<RemoteEnvironment> = {
  remote: "--remote",
  environmentId: "--environment-id",
  name: "--name",
  remoteTransport: "--remote-transport",
  executorCredentialStdin: "--executor-credential-stdin",
  registrationBearerStdin: "--registration-bearer-stdin",
  useAgentIdentityAuth: "--use-agent-identity-auth",
  exitOnStdinClose: "--exit-on-stdin-close",
  linuxSandboxPidNamespace: "--linux-sandbox-pid-namespace",
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
    ...remoteFlags,
    ...websocketAuthFlags,
    listen: "--listen",
    awsSigv4: "--aws-sigv4",
    awsProfile: "--aws-profile",
    awsRegion: "--aws-region",
    awsService: "--aws-service",
    concurrentRequests: "--concurrent-requests",
    chatgptAccountId: "--chatgpt-account-id",
    chatgptTokenStdin: "--chatgpt-token-stdin",
  },
  check: (request) => {
    assertNoConflict(request, [["listen", "remote"]]);
    assertNeeds(request, [
      ["awsProfile", "awsSigv4"],
      ["awsRegion", "awsSigv4"],
      ["awsService", "awsSigv4"],
    ]);
    if ((request.remoteTransport === "direct") !== (request.awsSigv4 === true))
      throw CodexError.forRequest(`Option "awsSigv4" and the "remoteTransport" "direct" go together`);
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
  flags: { ...remoteFlags, connect: "--connect" },
});
