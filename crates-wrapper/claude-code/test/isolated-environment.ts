/**
 * All of the environment that a real Claude Code gets in tests: a home of its own, a model server on loopback, and nothing else of the net.
 * It needs no login, and asks no question at its start. `IS_SANDBOX` lets a test that runs as root bypass permissions.
 */
export function isolatedEnvironment({
  home,
  baseUrl,
}: {
  readonly home: string;
  readonly baseUrl: string;
}): Readonly<Record<string, string>> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    TMPDIR: `${home}/tmp`,
    TZ: "UTC",
    LANG: "C.UTF-8",
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_API_KEY: "fake-key",
    CLAUDE_CONFIG_DIR: `${home}/.claude`,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_ERROR_REPORTING: "1",
    DISABLE_TELEMETRY: "1",
    IS_SANDBOX: "1",
  };
}
