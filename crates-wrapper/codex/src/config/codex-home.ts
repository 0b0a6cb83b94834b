import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { messageOf, onHostEnd } from "@lockstep/runtime";
import { CodexError } from "../codex-error.ts";

/**
 * A `CODEX_HOME` of its own: nothing of the user's configuration, login, rules and sessions gets in, and nothing is left behind.
 * Codex also reads the `.codex` folders of the project and the skills in `$HOME/.agents`: set `env.HOME` as well to keep those out.
 */
export interface CodexHome extends Disposable {
  readonly path: string;
  /** Removes the folder with all that codex has written there; `using` calls it. */
  remove(): void;
}

/** What a new `CODEX_HOME` begins with. */
export interface CodexHomeOptions {
  /** The text of `config.toml`; none when absent. */
  readonly config?: string;
  /** A `CODEX_HOME` whose login (`auth.json`) is copied; a fresh home is logged out when absent. */
  readonly authFrom?: string;
  /** Folder in which the home is made; a folder of its own below the user's home when absent, since codex warns about temporary folders. */
  readonly parent?: string;
}

/**
 * Makes an empty `CODEX_HOME`, readable by its owner only, for the option `codexHome` of `openCodex`. It is removed at the latest
 * when this process exits or dies of SIGINT, SIGTERM or SIGHUP.
 * Throws a `CodexError` with code `CODEX_REQUEST` when a folder or file cannot be made, or not be removed; nothing is left of a home that was not made.
 * @example
 * ```ts
 * import { makeCodexHome, openCodex } from "@lockstep/codex";
 *
 * using home = makeCodexHome({ config: 'model = "gpt-5"\n' });
 * const codex = await openCodex({ binary: "codex", codexHome: home.path, env: { CODEX_API_KEY: "…" } });
 * await codex.exec({ prompt: "Fix the failing test", ephemeral: true }).result();
 * ```
 */
export function makeCodexHome({ config, authFrom, parent }: CodexHomeOptions = {}): CodexHome {
  const path = attempt(`No CODEX_HOME could be made${parent === undefined ? "" : ` in "${parent}"`}`, () => {
    // Codex reads a relative path from a directory of its own.
    const folder = resolve(parent ?? join(homedir(), ".cache", "lockstep-codex"));
    makeFolder(folder);
    return mkdtempSync(join(folder, "home-"));
  });
  const forget = onHostEnd(() => removeQuietly(path));
  const remove = (): void => {
    attempt(`CODEX_HOME "${path}" could not be removed`, () => rmSync(path, { recursive: true, force: true, maxRetries: 10 }));
    forget();
  };
  try {
    if (config !== undefined) {
      attempt(`The configuration of "${path}" could not be written`, () =>
        writeFileSync(join(path, "config.toml"), config, { mode: 0o600 }),
      );
    }
    if (authFrom !== undefined) {
      attempt(`The login of "${authFrom}" could not be copied`, () => copyFileSync(join(authFrom, "auth.json"), join(path, "auth.json")));
    }
  } catch (error) {
    removeQuietly(path);
    forget();
    throw error;
  }
  return { path, remove, [Symbol.dispose]: remove };
}

/** Level by level: the recursive `mkdirSync` of Node 24 never returns where the system says ENOENT below a folder that exists, as /proc does. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Where an error would hide another one, or reach nobody. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    return;
  }
}

function attempt<Result>(summary: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw CodexError.forRequest(`${summary}: ${messageOf(error)}`, error);
  }
}
