import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** A proxy that keeps the API key away from the agent: it goes to stdin. Codex hides this command: `codex responses-api-proxy`. */
export interface ResponsesApiProxyRequest extends CommonOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Path of the JSON file to write the port to. */
  readonly serverInfo?: string;
  /** Ends on `GET /shutdown`. */
  readonly httpShutdown?: boolean;
  /** URL that requests are forwarded to. */
  readonly upstreamUrl?: string;
  /** Directory for dumps of requests and responses. */
  readonly dumpDir?: string;
  /** Signs in as a GitHub Actions workload; stdin then has the request token of GitHub instead of an API key. */
  readonly githubOidc?: boolean;
  readonly githubOidcRequestUrl?: string;
  readonly oidcAudience?: string;
  readonly identityProviderId?: string;
  readonly serviceAccountId?: string;
}

export const responsesApiProxyArgv = argvBuilder<ResponsesApiProxyRequest>({
  path: ["responses-api-proxy"],
  flags: {
    port: "--port",
    serverInfo: "--server-info",
    httpShutdown: "--http-shutdown",
    upstreamUrl: "--upstream-url",
    dumpDir: "--dump-dir",
    githubOidc: "--github-oidc",
    githubOidcRequestUrl: "--github-oidc-request-url",
    oidcAudience: "--oidc-audience",
    identityProviderId: "--identity-provider-id",
    serviceAccountId: "--service-account-id",
  },
});
