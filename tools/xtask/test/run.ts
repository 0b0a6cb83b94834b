import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Files, Processes } from "@lockstep/kernel";
import type { memoryFiles } from "@lockstep/testing";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { main } from "../src/main.ts";
import type { Outside } from "../src/world.ts";

/** How a run of the runner ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A world on some files. A port that is not given fails the run when it is touched; the environment is empty. */
export function testWorld(files: Files, more: Partial<Outside> = {}): Outside {
  return {
    files,
    processes: untouched("processes"),
    clock: untouched("clock"),
    packages: untouched("packages"),
    releases: untouched("releases"),
    binaries: untouched("binaries"),
    host: untouched("host"),
    machine: untouched("machine"),
    env: {},
    progress: () => {},
    ...more,
  };
}

/** Runs a command line, a string split at spaces, in process. */
export async function run(world: Outside, line: string | readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await main(typeof line === "string" ? line.split(" ") : line, {
    world,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

/** The one document that `--json` printed: one line that keeps the schema of its own id, and nothing on standard error. */
export function documentOf({ out, err }: Ran): Readonly<Record<string, unknown>> {
  assert.equal(err, "");
  assert.match(out, /^[^\n]+\n$/);
  const document = JSON.parse(out) as Readonly<Record<string, unknown>>;
  const validate = validatorOf(String(document["schema"]));
  assert(validate(document), `${out}${JSON.stringify(validate.errors, null, 2)}`);
  return document;
}

const validators = new Map<string, ValidateFunction>();

/** Compiling a schema takes longer than most commands. */
function validatorOf(id: string): ValidateFunction {
  const known = validators.get(id);
  if (known !== undefined) return known;
  const path = join(import.meta.dirname, "../../../schemas/cli", `${id}.json`);
  const made = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(path, "utf8")) as object);
  validators.set(id, made);
  return made;
}

/** Asserts that a run was refused with these lines and left the tree as it was. */
export async function assertRefused(
  files: ReturnType<typeof memoryFiles>,
  line: string | readonly string[],
  code: number,
  err: string | RegExp,
  more: Partial<Outside> = {},
): Promise<void> {
  const before = new Map(files.tree);
  const ran = await run(testWorld(files, more), line);
  assert.deepEqual([ran.code, ran.out], [code, ""], ran.err);
  if (typeof err === "string") assert.equal(ran.err, err);
  else assert.match(ran.err, err);
  assert.deepEqual(files.tree, before);
}

/** A clock that always says the same, late, time. */
export const clock: Clock = { now: () => "2026-11-21T00:00:00Z" };

/** Processes that print a document whatever is run. */
export function printing(document: unknown): Processes {
  return { run: async () => ({ type: "exited", exitCode: 0, signal: null, stdout: JSON.stringify(document), stderr: "", durationMs: 1 }) };
}

function untouched(port: string): never {
  return new Proxy(
    {},
    {
      get(_port, name) {
        throw new Error(`The command must not touch ${port}.${String(name)}`);
      },
    },
  ) as never;
}
