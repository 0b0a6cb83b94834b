import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { assertNoProcess, killAll } from "@lockstep/wrapper/testing";
import { type Codex, openCodex, type Timeouts } from "../src/index.ts";
import { type Answer, type FakeResponsesServer, type ResponsesRequest, startFakeResponsesServer } from "./fake-responses-server.ts";

/** A real codex with folders of its own and a fake model server on loopback: the set-up of the end-to-end tests. */
export interface Bench {
  readonly codex: Codex;
  readonly binary: string;
  /** HOME of codex; all other folders stand in it. */
  readonly home: string;
  readonly codexHome: string;
  readonly cwd: string;
  readonly server: FakeResponsesServer;
  /** What every request takes: the fake server as the provider, no sandbox. */
  readonly session: typeof unlimited & { readonly config: readonly string[] };
  /** What codex gets besides what it inherits. */
  readonly env: Readonly<Record<string, string>>;
  /** Stands in the environment of codex and of all that it starts. */
  readonly mark: string;
}

export interface BenchOptions {
  readonly timeouts?: Timeouts;
  /** Fields of the provider's configuration; none is tried again when absent. */
  readonly provider?: Readonly<Record<string, string | number>>;
}

const unlimited = { model: "fake-model", dangerouslyBypassApprovalsAndSandbox: true } as const;
// Codex warns about a home in the temporary folder: so each bench has one of its own, wherever this checkout lies.
const cache = resolve(import.meta.dirname, "../../../.cache");
let benches = 0;

/** @param answer plays the model; it sees the requests of all runs of the bench */
export async function setUp(
  t: TestContext,
  binary: string,
  answer: (request: ResponsesRequest, n: number) => Answer,
  { timeouts = { totalMs: 60_000 }, provider = {} }: BenchOptions = {},
): Promise<Bench> {
  let requests = 0;
  const server = await startFakeResponsesServer((request) => answer(request, ++requests));
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(cache, "codex-e2e-"));
  const [cwd, codexHome, temp] = [join(home, "work"), join(home, ".codex"), join(home, "tmp")] as const;
  for (const folder of [cwd, codexHome, temp]) mkdirSync(folder);
  const mark = `bench-${process.pid}-${++benches}-`;
  t.after(async () => {
    // A codex that is left makes its folders anew.
    killAll(mark);
    await assertNoProcess(mark);
    await server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  const env = { HOME: home, TMPDIR: temp, FAKE_MODEL_KEY: "fake-key", BENCH_MARK: mark };
  return {
    binary,
    codex: await openCodex({ binary, cwd, codexHome, env, timeouts }),
    env,
    home,
    codexHome,
    cwd,
    server,
    session: { ...unlimited, config: providerConfig(server.baseUrl, provider) },
    mark,
  };
}

/** Overrides that point codex to a server. */
export function providerConfig(baseUrl: string, more: Readonly<Record<string, string | number>> = {}): readonly string[] {
  const provider = {
    name: "Fake",
    base_url: baseUrl,
    wire_api: "responses",
    env_key: "FAKE_MODEL_KEY",
    request_max_retries: 0,
    stream_max_retries: 0,
    ...more,
  };
  return [
    'model_provider="fake"',
    ...Object.entries(provider).map(([key, value]) => `model_providers.fake.${key}=${JSON.stringify(value)}`),
  ];
}

export function isToolDone(request: ResponsesRequest): boolean {
  return request.input.some(({ type }) => type === "function_call_output");
}

/** What the tool calls of a request gave. */
export function toolOutputs(request: ResponsesRequest | undefined): string {
  return JSON.stringify(request?.input.filter(({ type }) => type === "function_call_output"));
}

/** The texts of all messages of a request, in order. */
export function textsOf(request: ResponsesRequest): string[] {
  return request.input.flatMap(({ content = [] }) => content.flatMap(({ text }) => (text === undefined ? [] : [text])));
}
