import { assertNeeds, assertWhole } from "../codex-tools.ts";
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
  /** Signs in as a GitHub Actions workload; stdin then has the request token of GitHub instead of an API key. The four below belong to it. */
  readonly githubOidc?: boolean;
  readonly githubOidcRequestUrl?: string;
  readonly oidcAudience?: string;
  readonly identityProviderId?: string;
  readonly serviceAccountId?: string;
}

export const responsesApiProxyArgv = argvBuilder<ResponsesApiProxyRequest>({
  path: ["responses-api-proxy"],
  flags: {
    port: "--port=NUMBER",
    serverInfo: "--server-info=TEXT",
    httpShutdown: "--http-shutdown",
    upstreamUrl: "--upstream-url=TEXT",
    dumpDir: "--dump-dir=TEXT",
    githubOidc: "--github-oidc",
    githubOidcRequestUrl: "--github-oidc-request-url=TEXT",
    oidcAudience: "--oidc-audience=TEXT",
    identityProviderId: "--identity-provider-id=TEXT",
    serviceAccountId: "--service-account-id=TEXT",
  },
  check: (request) => {
    assertWhole(request, "port", 0, 65_535);
    const workload = ["githubOidcRequestUrl", "oidcAudience", "identityProviderId", "serviceAccountId"] as const;
    assertNeeds(
      request,
      workload.flatMap((field) => [["githubOidc", field] as const, [field, "githubOidc"] as const]),
    );
  },
});
