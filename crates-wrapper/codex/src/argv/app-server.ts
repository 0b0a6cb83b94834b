import { argvBuilder, assertNeeds, assertNoConflict } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { type WebsocketAuth, websocketAuthFlags } from "./websocket-auth.ts";

/** The app server, on stdio unless `listen` says otherwise: `codex app-server`. */
export interface AppServerRequest extends WebsocketAuth, CommonOptions {
  /** `stdio://`, `unix://`, `unix://PATH`, `ws://IP:PORT` or `off`. */
  readonly listen?: string;
  /** The same as `listen: "stdio://"`, in place of it. */
  readonly stdio?: boolean;
  readonly analyticsDefaultEnabled?: boolean;
  /** Path of a JSON snapshot of cloud skills that takes the place of the live service. */
  readonly cloudSkillsSnapshot?: string;
  /** URL of a remote code-mode host. */
  readonly codeModeHost?: string;
  /** The `ClientInfo` JSON (`name` and `version`) of a client whose start-up configuration is asked for. */
  readonly startupClientInfo?: string;
  /** Signs out before the start-up configuration is loaded. */
  readonly startupSignOut?: boolean;
  readonly strictConfig?: boolean;
  /** Prints the start-up configuration as JSON and ends, without listening; `startupConfig()` of the client sets it. */
  readonly printStartupConfig?: boolean;
}

export const appServerArgv = argvBuilder<AppServerRequest>({
  path: ["app-server"],
  flags: {
    ...websocketAuthFlags,
    listen: "--listen",
    stdio: "--stdio",
    analyticsDefaultEnabled: "--analytics-default-enabled",
    cloudSkillsSnapshot: "--cloud-skills-snapshot",
    codeModeHost: "--code-mode-host",
    startupClientInfo: "--startup-client-info",
    startupSignOut: "--startup-sign-out",
    strictConfig: "--strict-config",
    printStartupConfig: "--print-startup-config",
  },
  check: (request) => {
    assertNoConflict(request, [
      ["listen", "stdio"],
      ["listen", "printStartupConfig"],
    ]);
    assertNeeds(request, [
      ["startupClientInfo", "printStartupConfig"],
      ["startupSignOut", "printStartupConfig"],
    ]);
  },
});

/** Relays stdio to the socket of a running app server. */
export interface AppServerProxyRequest extends CommonOptions {
  /** Path of the Unix socket; codex's own when absent. */
  readonly sock?: string;
}

export const appServerProxyArgv = argvBuilder<AppServerProxyRequest>({
  path: ["app-server", "proxy"],
  flags: { sock: "--sock" },
});

/** TypeScript bindings of the app server's protocol. */
export interface GenerateTsRequest extends CommonOptions {
  /** Directory; codex makes it. */
  readonly out: string;
  /** Path of a Prettier executable to format with. */
  readonly prettier?: string;
  /** Also experimental methods and fields. */
  readonly experimental?: boolean;
}

export const appServerGenerateTsArgv = argvBuilder<GenerateTsRequest>({
  path: ["app-server", "generate-ts"],
  flags: {
    out: "--out",
    prettier: "--prettier",
    experimental: "--experimental",
  },
});

/** JSON Schemas of the app server's protocol. */
export interface GenerateJsonSchemaRequest extends CommonOptions {
  /** Directory; codex makes it. */
  readonly out: string;
  /** Also experimental methods and fields. */
  readonly experimental?: boolean;
}

export const appServerGenerateJsonSchemaArgv = argvBuilder<GenerateJsonSchemaRequest>({
  path: ["app-server", "generate-json-schema"],
  flags: {
    out: "--out",
    experimental: "--experimental",
  },
});
