import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { TestContext } from "node:test";
import { diskFiles, openPlanWorkspace } from "@lockstep/adapters";
import type { Processes } from "@lockstep/kernel";
import type { PlanWorkspace } from "@lockstep/plans";
import { parsePlan } from "../src/planning/parse-plan.ts";
import type { Outside } from "../src/world.ts";
import { documentOf, run, testWorld, type Ran } from "./run.ts";

/** A run with what was told of progress. */
export interface PlanRan extends Ran {
  readonly told: readonly string[];
}

/** A workspace in a folder of its own, in which `xtask plan` runs in process. */
export interface PlanWorld {
  readonly root: string;
  /** Runs `xtask plan <line>`, words split at spaces, in a folder below the root. */
  readonly run: (
    line: string | readonly string[],
    more?: { readonly folder?: string; readonly input?: string | Uint8Array },
  ) => Promise<PlanRan>;
  /** The document of `xtask plan <line> --json`; `wanted` is its exit code. */
  document(line: string | readonly string[], wanted?: number, input?: string | Uint8Array): Promise<PlanDocument>;
  /** Makes a plan, adds what the lines say, and returns its id. */
  planned(...lines: readonly (readonly [line: string, input?: string | Uint8Array])[]): Promise<string>;
  write(path: string, bytes: string | Uint8Array, mode?: number): void;
  link(path: string, target: string): void;
  read(path: string): string;
  /** Everything of the workspace but `.xtask`: files as `mode:base64`, links as `-> target`, folders as `folder`. */
  readonly tree: () => Readonly<Record<string, string>>;
}

/** One file of a document. */
export interface DocumentFile {
  readonly path: string;
  readonly operation: string;
  readonly action: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly drift: boolean;
  readonly driftKinds: readonly string[];
  readonly backupPath: string | null;
  readonly reason: string;
  readonly diff?: string;
}

/** A document of `xtask plan`, whose summary was compared with its list. */
export type PlanDocument = Readonly<Record<string, unknown>> & { readonly planId: string; readonly files: readonly DocumentFile[] };

/** Makes a workspace with these files, which is removed after the test. `wrap` may stand between the commands and its plans. */
export function planWorld(
  t: Pick<TestContext, "after">,
  initial: Readonly<Record<string, string>> = {},
  wrap: (plans: PlanWorkspace) => PlanWorkspace = (plans) => plans,
): PlanWorld {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "lockstep-plan-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  let ids = 0;
  let seconds = 0;
  const newId = (): string => `01HZ${String((ids += 1)).padStart(22, "0")}`;
  const clock = { now: () => `2026-11-27T00:00:${String((seconds = (seconds + 1) % 60)).padStart(2, "0")}Z` };
  const start = async (
    line: string | readonly string[],
    { folder = "", input }: { readonly folder?: string; readonly input?: string | Uint8Array } = {},
  ): Promise<PlanRan> => {
    const told: string[] = [];
    const more: Partial<Outside> = {
      clock,
      processes: outsideOfGit(folder),
      progress: (text) => void told.push(text),
      openPlans: async (at) => wrap(await openPlanWorkspace(at, { parsePlan, now: () => clock.now(), newId, waitMs: 50 })),
      input: { isTerminal: input === undefined, readAll: async () => Buffer.from(input ?? "") },
    };
    const world = testWorld(diskFiles(join(root, folder)), more);
    return { ...(await run(world, ["plan", ...(typeof line === "string" ? line.split(" ") : line)])), told };
  };
  const write = (path: string, bytes: string | Uint8Array, mode?: number): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
    if (mode !== undefined) chmodSync(join(root, path), mode);
  };
  for (const [path, text] of Object.entries(initial)) write(path, text, 0o644);
  return {
    root,
    run: start,
    async document(line, wanted = 0, input) {
      const ran = await start([...(typeof line === "string" ? line.split(" ") : line), "--json"], input === undefined ? {} : { input });
      assert.equal(ran.code, wanted, `${ran.out}${ran.err}`);
      const document = documentOf({ ...ran, err: "" }) as PlanDocument;
      assertCounts(document);
      return document;
    },
    async planned(...lines) {
      const made = await start("create --goal Try --json");
      assert.equal(made.code, 0, made.err);
      const { planId } = JSON.parse(made.out) as PlanDocument;
      for (const [line, input] of lines) {
        const added = await start(["add", planId, ...line.split(" ")], input === undefined ? {} : { input });
        assert.equal(added.code, 0, added.err);
      }
      return planId;
    },
    write,
    link(path, target) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    },
    read: (path) => readFileSync(join(root, path), "utf8"),
    tree: () => treeOf(root),
  };
}

/** What stands below a folder, but for `.xtask` and `.git` at its top. */
export function treeOf(root: string): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const shown = relative(root, path);
      if (shown === ".xtask" || shown === ".git") continue;
      const found = lstatSync(path);
      if (found.isSymbolicLink()) tree[shown] = `-> ${readlinkSync(path)}`;
      else if (found.isDirectory()) {
        tree[shown] = "folder";
        visit(path);
      } else tree[shown] = `${(found.mode & 0o7777).toString(8)}:${readFileSync(path, "base64")}`;
    }
  };
  visit(root);
  return tree;
}

/** Asserts that each summary of a document has the counts of its list. */
export function assertCounts(document: unknown): void {
  if (typeof document !== "object" || document === null) return;
  if (Array.isArray(document)) {
    for (const item of document) assertCounts(item);
    return;
  }
  const { files, summary, ...others } = document as Readonly<Record<string, unknown>>;
  for (const value of Object.values(others)) assertCounts(value);
  if (!Array.isArray(files)) return;
  const rows = files as readonly DocumentFile[];
  const { files: count, drifted, ...actions } = summary as Readonly<Record<string, number>>;
  assert.equal(count, rows.length);
  assert.equal(drifted, rows.filter(({ drift }) => drift).length);
  const found = new Map<string, number>();
  for (const { action } of rows) {
    const name = action.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  assert.deepEqual(Object.fromEntries(Object.entries(actions).filter(([, some]) => some > 0)), Object.fromEntries(found));
  assert.equal(
    Object.values(actions).reduce((sum, some) => sum + some, 0),
    rows.length,
  );
  for (const { drift, driftKinds } of rows) assert.equal(driftKinds.length > 0, drift);
}

/** A git that knows no repository at the root, or that the workspace begins so many folders above the current one. */
function outsideOfGit(folder: string): Processes {
  const up = folder === "" ? undefined : "../".repeat(folder.split("/").length);
  return {
    run: async () => ({
      type: "exited",
      exitCode: up === undefined ? 128 : 0,
      signal: null,
      stdout: up === undefined ? "" : `${up}\n`,
      stderr: up === undefined ? "fatal: not a git repository (or any of the parent directories): .git\n" : "",
      durationMs: 1,
    }),
  };
}
