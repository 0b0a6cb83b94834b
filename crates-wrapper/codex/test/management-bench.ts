import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import { dirname, join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { type Codex, type CodexOptions, openCodex, stateOf } from "../src/index.ts";
import { codexBinaries } from "./events-binaries.ts";
import { startFakeResponsesServer } from "./fake-responses-server.ts";

/** A real codex with a home of its own, which nothing but loopback can be reached from. */
export interface ManagementBench {
  readonly codex: Codex;
  /** A second client of the same home. */
  readonly open: (options: Partial<CodexOptions>) => Promise<Codex>;
  readonly home: string;
  readonly codexHome: string;
  readonly cwd: string;
}

// Codex warns about a home in the temporary folder: so each bench has one of its own, wherever this checkout lies.
const cache = resolve(import.meta.dirname, "../../../.cache");

export async function setUpManagement(
  t: TestContext,
  binary: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ManagementBench> {
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(cache, "codex-management-"));
  t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  const [cwd, codexHome, temp] = [join(home, "work"), join(home, ".codex"), join(home, "tmp")];
  for (const folder of [cwd, codexHome, temp]) mkdirSync(folder);
  // A proxy that does not exist: whatever is for the network fails at once. Nor is a browser opened.
  const offline = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1", BROWSER: "/bin/false" };
  const options = { binary, cwd, codexHome, env: { HOME: home, TMPDIR: temp, ...offline, ...env }, timeouts: { totalMs: 60_000 } };
  const open = async (more: Partial<CodexOptions>): Promise<Codex> =>
    openCodex({ ...options, ...more, env: { ...options.env, ...more.env } });
  return { codex: await open({}), open, home, codexHome, cwd };
}

/** Overrides that point codex to a model server whose every answer is the text. */
export async function modelThatSays(t: TestContext, text: string): Promise<readonly string[]> {
  const server = await startFakeResponsesServer(() => ({ type: "message", text }));
  t.after(async () => server.close());
  const provider = { name: "Fake", base_url: server.baseUrl, wire_api: "responses", request_max_retries: 0, stream_max_retries: 0 };
  return ['model_provider="fake"', 'model="fake-model"', ...overrides("model_providers.fake", provider)];
}

function overrides(table: string, values: object): string[] {
  return Object.entries(values).map(([key, value]) => `${table}.${key}=${JSON.stringify(value)}`);
}

/** A marketplace `name` with the plugin `hello` of version 1.0.0. Returns its folder. */
export function writeMarketplace(folder: string, name: string): string {
  writeJson(join(folder, ".agents/plugins/marketplace.json"), {
    name,
    plugins: [
      {
        name: "hello",
        source: { source: "local", path: "./plugins/hello" },
        policy: { installation: "AVAILABLE", authentication: "ON_USE" },
      },
      { name: "far", source: { source: "url", url: "https://git.example/far.git", ref: "main" } },
    ],
  });
  writeJson(join(folder, "plugins/hello/.codex-plugin/plugin.json"), { name: "hello", version: "1.0.0", description: "Says hello" });
  return folder;
}

/** A ChatGPT login that no service knows. */
export function writeFakeLogin(codexHome: string): void {
  const account = { chatgpt_account_id: "account", chatgpt_plan_type: "pro", chatgpt_user_id: "user" };
  const claims = { email: "somebody@example.com", exp: 4_000_000_000, "https://api.openai.com/auth": account };
  const token = [{ alg: "none", typ: "JWT" }, claims, "signature"].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const tokens = { id_token: token.join("."), access_token: token.join("."), refresh_token: "fake", account_id: "account" };
  writeJson(join(codexHome, "auth.json"), { auth_mode: "chatgpt", OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() });
}

function writeJson(file: string, value: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

/** A server on loopback; `answer` gives JSON with a status, `undefined` is 404. Returns its address. */
export async function startJsonServer(
  t: TestContext,
  answer: (request: IncomingMessage, address: string) => JsonAnswer | undefined,
): Promise<string> {
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answer(request, address()) ?? { status: 404, body: { detail: "Not found" } };
    request
      .resume()
      .on("end", () => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body)));
  });
  function address(): string {
    const at = server.address();
    if (at === null || typeof at === "string") throw new Error("The fake server has no port");
    return `http://127.0.0.1:${String(at.port)}`;
  }
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return address();
}

/** Opens an address as a browser does. Returns the status. */
export async function visit(address: URL): Promise<number | undefined> {
  const [response] = (await once(get(address), "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

interface JsonAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** An MCP server that wants OAuth, with its authorization server; it lets everybody in. */
export function oauthAnswer({ url = "" }: IncomingMessage, address: string): JsonAnswer {
  if (url.includes("oauth-protected-resource")) return { body: { resource: `${address}/mcp`, authorization_servers: [address] } };
  if (url.includes(".well-known")) {
    return {
      body: {
        issuer: address,
        authorization_endpoint: `${address}/authorize`,
        token_endpoint: `${address}/token`,
        registration_endpoint: `${address}/register`,
        response_types_supported: ["code"],
        code_challenge_methods_supported: ["S256"],
      },
    };
  }
  if (url === "/register") return { status: 201, body: { client_id: "client", redirect_uris: [] } };
  if (url === "/token") return { body: { access_token: "at", token_type: "Bearer", expires_in: 3600, refresh_token: "rt" } };
  const metadata = `${address}/.well-known/oauth-protected-resource`;
  return { status: 401, headers: { "www-authenticate": `Bearer resource_metadata="${metadata}"` }, body: {} };
}

export const cloudDiff = "diff --git a/a.txt b/a.txt\nindex 7898192..6178079 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n";

/** The service behind `codex cloud`, with one task. */
export function cloudAnswer({ method, url = "" }: IncomingMessage): JsonAnswer | undefined {
  const turn = { turn_id: "turn", turn_status: "completed", diff_stats: { files_modified: 1, lines_added: 1, lines_removed: 1 } };
  const display = { environment_label: "repo/main", latest_turn_status_display: turn };
  const task = {
    id: "task_e_1",
    title: "Fix it",
    created_at: 1_795_234_600,
    updated_at: 1_795_234_648,
    archived: false,
    has_unread_turn: false,
    task_status_display: display,
    has_generated_title: true,
  };
  const diffTurn = {
    id: "turn",
    turn_status: "completed",
    output_items: [{ type: "pr", output_diff: { type: "output_diff", diff: cloudDiff } }],
  };
  if (url.includes("/tasks/list")) return { body: { items: [task], cursor: "next" } };
  if (url.includes("/environments")) return { body: [{ id: "env-1", label: "repo/main" }] };
  if (method === "POST" && url.endsWith("/tasks")) return { body: { task: { id: "task_e_2" } } };
  if (url.endsWith("/tasks/task_e_1")) return { body: { task, task_status_display: display, current_diff_task_turn: diffTurn } };
  return undefined;
}

/** Whether the version shows the command, or one of its flags, in its help. */
export function has({ version }: Codex, command: string, key?: string): boolean {
  return stateOf({ path: command.split(" "), ...(key === undefined ? {} : { key }) }, version) === "visible";
}

/** The real binaries that the environment names, oldest first. */
export function managedBinaries(): readonly string[] {
  const oldest = process.env["CODEX_BINARY_OLDEST"];
  return [...new Set([...(oldest === undefined ? [] : [oldest]), ...codexBinaries()])];
}
