import { assertNeeds, assertNoConflict } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertWebsocketAuth, type WebsocketAuth, websocketAuthFlags } from "./websocket-auth.ts";

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
  readonly strictConfig?: boolean;
}

/** The start-up configuration of an app server that does not listen. */
export interface StartupConfigRequest extends Omit<AppServerRequest, "listen" | "stdio" | keyof WebsocketAuth> {
  /** The `ClientInfo` JSON (`name` and `version`) of a client whose start-up configuration is asked for. */
  readonly startupClientInfo?: string;
  /** Signs out before the start-up configuration is loaded. */
  readonly startupSignOut?: boolean;
}

interface PrintOption {
  /** Prints the start-up configuration as JSON and ends, without listening; `startupConfig()` of the client sets it. */
  readonly printStartupConfig?: boolean;
}

export const appServerArgv = argvBuilder<AppServerRequest & StartupConfigRequest & PrintOption>({
  path: ["app-server"],
  flags: {
    ...websocketAuthFlags,
    listen: "--listen=TEXT",
    stdio: "--stdio",
    analyticsDefaultEnabled: "--analytics-default-enabled",
    cloudSkillsSnapshot: "--cloud-skills-snapshot=TEXT",
    codeModeHost: "--code-mode-host=TEXT",
    startupClientInfo: "--startup-client-info=TEXT",
    startupSignOut: "--startup-sign-out",
    strictConfig: "--strict-config",
    printStartupConfig: "--print-startup-config",
  },
  check: (request) => {
    assertNoConflict(request, [
      ["listen", "stdio"],
      ["listen", "printStartupConfig"],
      ["stdio", "printStartupConfig"],
    ]);
    assertWebsocketAuth(request);
    assertNeeds(request, [
      ["startupClientInfo", "printStartupConfig"],
      ["startupSignOut", "printStartupConfig"],
    ]);
  },
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
    out: "--out=TEXT!",
    prettier: "--prettier=TEXT",
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
    out: "--out=TEXT!",
    experimental: "--experimental",
  },
});
