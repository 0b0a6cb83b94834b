import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProcess } from "@lockstep/runtime";
import { rememberedProcesses, type Processes } from "./remembered-processes.ts";

/** What one call printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** A program with throw-away folders of its own, without a network where the system can do that. The same call is made once. */
export class IsolatedCli {
  readonly #binary: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #prefix: readonly string[];
  readonly #processes: Processes;
  /** By hooked calls. */
  readonly #printed = new Map<string, Printed>();
  #calls = 0;

  /** @param env variables of the program, in which `{home}` stands for its throw-away home */
  constructor(
    binary: string,
    env: Readonly<Record<string, string>>,
    scratch: string,
    processes: Processes = rememberedProcesses({ run: runProcess }),
  ) {
    mkdirSync(scratch, { recursive: true });
    this.#binary = binary;
    this.#processes = processes;
    this.#folder = mkdtempSync(join(scratch, "cli-"));
    const home = join(this.#folder, "home");
    for (const name of ["home", "tmp", "cwd"]) mkdirSync(join(this.#folder, name));
    this.#env = {
      PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
      ...Object.fromEntries(["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"].map((name) => [name, home])),
      TMPDIR: join(this.#folder, "tmp"),
      LC_ALL: "C.UTF-8",
      NO_COLOR: "1",
      TERM: "dumb",
      COLUMNS: "400",
      PAGER: "cat",
      HTTPS_PROXY: "http://127.0.0.1:9",
      HTTP_PROXY: "http://127.0.0.1:9",
      DO_NOT_TRACK: "1",
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replaceAll("{home}", home)])),
    };
    this.#prefix = hasNamespaces() ? ["unshare", "--map-current-user", "--net"] : [];
  }

  /** Runs the program with these words and closed standard input; without variables, what a hooked call with these words printed will do. */
  async call(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> {
    const printed = Object.keys(env).length === 0 ? this.#printed.get(words.join("\0")) : undefined;
    if (printed !== undefined) return printed;
    const [file = "", ...args] = [...this.#prefix, this.#binary, ...words];
    const { stdout, stderr, exitCode } = await this.#processes.run({
      file,
      args,
      cwd: join(this.#folder, "cwd"),
      env: { ...this.#env, ...env },
      totalMs: TIMEOUT_MS,
      killDetached: "always",
    });
    return { stdout, stderr, exitCode };
  }

  /** Starts it as any program would, with no namespace and no watch over what it leaves running, and waits until it has ended. */
  async callPlainly(words: readonly string[]): Promise<void> {
    const child = spawn(this.#binary, words, { cwd: join(this.#folder, "cwd"), env: { ...this.#env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.resume();
    await once(child, "close");
  }

  /** Runs it with a hook that notes what is declared; gives the documents that the hook wrote, one for each process. */
  async callHooked(words: readonly string[], hooks: string): Promise<readonly unknown[]> {
    const out = join(this.#folder, `hook-${String((this.#calls += 1))}`);
    const printed = await this.call(words, {
      ACCURACY_HOOK_OUT: out,
      NODE_OPTIONS: `--import ${join(hooks, "declared-surface.mjs")}`,
      BUN_OPTIONS: `--preload ${join(hooks, "declared-surface.mjs")}`,
      PYTHONPATH: hooks,
      PYTHONDONTWRITEBYTECODE: "1",
    });
    this.#printed.set(words.join("\0"), printed);
    const names = unlessAbsent(() => readdirSync(out)) ?? [];
    return names.toSorted().map((name): unknown => JSON.parse(readFileSync(join(out, name), "utf8")));
  }

  /** A path among the throw-away folders. */
  scratch(name: string): string {
    return join(this.#folder, name);
  }

  /** Removes the throw-away folders. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const TIMEOUT_MS = 60_000;

let namespaces: boolean | undefined;

function hasNamespaces(): boolean {
  namespaces ??= spawnSync("unshare", ["--map-current-user", "--net", "true"]).status === 0;
  return namespaces;
}

function unlessAbsent<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Runs an action for each item, some at a time; results are in the order of the items. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  jobs: number,
  action: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.map((item, index) => ({ item, index }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next.index] = await action(next.item);
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return results;
}
