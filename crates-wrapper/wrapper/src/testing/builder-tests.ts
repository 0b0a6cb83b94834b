import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ArgvToken } from "../argv/argv-token.ts";
import type { Scenario } from "../coverage/built.ts";

/** Requests at the edge of what a builder takes, those that it refuses among them. */
export interface EdgeRequests {
  readonly builder: string;
  readonly cases: readonly { readonly request: object; readonly argv: () => readonly ArgvToken[] }[];
}

/** The edge requests of the builder with this name. */
export function edges<Request extends object>(
  builder: string,
  toArgv: (request: Request) => readonly ArgvToken[],
  requests: readonly Request[],
): EdgeRequests {
  return { builder, cases: requests.map((request) => ({ request, argv: () => toArgv(request) })) };
}

/** The builders of a wrapper: the modules of `folder` that export a function whose name ends with `Argv`. */
export interface Builders {
  /** Its `golden/command-lines.txt` has all command lines. */
  readonly folder: string;
  readonly scenarios: readonly Scenario[];
  readonly edgeRequests: readonly EdgeRequests[];
  /** Whether an error is how the wrapper refuses a request. */
  readonly isRefusal: (error: unknown) => boolean;
}

/** Declares the tests that the builders of every wrapper pass. */
export function testBuilders({ folder, scenarios, edgeRequests, isRefusal }: Builders): void {
  const golden = join(folder, "golden/command-lines.txt");

  test("every builder makes the committed command lines of all scenarios and edge requests", () => {
    const blocks = [
      ...scenarios.map(({ name, argv }) => `${name}\n  ${lineOf(argv)}\n`),
      ...edgeRequests.flatMap(({ builder, cases }) =>
        cases.map(({ request, argv }) => `${builder} ${printed(request)}\n  ${lineOf(argv)}\n`),
      ),
    ];
    const text = blocks.join("\n");
    if (process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined) writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, "utf8"), "The golden file differs. Run the test with UPDATE_GOLDEN=1");
  });

  test("every builder has edge requests under its own name", async () => {
    const files = readdirSync(folder).filter((name) => /^[\w-]+\.ts$/.test(name));
    const modules = await Promise.all(files.map((name) => import(join(folder, name)) as Promise<object>));
    const builders = modules.flatMap((module) => Object.keys(module).filter((name) => name.endsWith("Argv")));
    assert.ok(builders.length > 50);
    assert.deepEqual(edgeRequests.map(({ builder }) => builder).toSorted(), builders.toSorted());
    for (const { builder, cases } of edgeRequests) assert.ok(cases.length > 0, builder);
  });

  /** As a shell would want it; words that the caller passes through in brackets, a refusal behind an exclamation mark. */
  function lineOf(argv: () => readonly ArgvToken[]): string {
    try {
      return argv()
        .map(({ token, origin }) => (origin === "typed" ? quoted(token) : `[${quoted(token)}]`))
        .join(" ");
    } catch (error) {
      assert.ok(isRefusal(error), String(error));
      return `! ${(error as Error).message}`;
    }
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}

function printed(request: object): string {
  return JSON.stringify(request, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value));
}
