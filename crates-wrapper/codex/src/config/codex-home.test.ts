import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { after, test } from "node:test";
import { CodexError } from "../codex-error.ts";
import { makeCodexHome } from "./codex-home.ts";

const parent = mkdtempSync(join(tmpdir(), "codex-homes-"));
after(() => rmSync(parent, { recursive: true }));

test("makeCodexHome() makes a folder of the owner's with configuration and login, and removes it with all that came", () => {
  const login = join(parent, "login");
  mkdirSync(login);
  writeFileSync(join(login, "auth.json"), "{}");
  const home = makeCodexHome({ parent: join(parent, "a", "b"), config: 'model = "m"\n', authFrom: login });
  assert.deepEqual(readdirSync(home.path).toSorted(), ["auth.json", "config.toml"]);
  assert.equal(readFileSync(join(home.path, "config.toml"), "utf8"), 'model = "m"\n');
  assert.deepEqual([home.path, join(home.path, "config.toml")].map(modeOf), [0o700, 0o600]);
  mkdirSync(join(home.path, "sessions", "2026"), { recursive: true });
  home.remove();
  home.remove();
  assert.deepEqual(readdirSync(join(parent, "a", "b")), []);
  assert.equal(process.listenerCount("exit"), 0, "A removed home keeps no listener");
});

test("makeCodexHome() works with using and a relative parent, and two homes are two", () => {
  const before = process.cwd();
  process.chdir(parent);
  let paths: string[] = [];
  try {
    using one = makeCodexHome({ parent: "relative" });
    using two = makeCodexHome({ parent: "relative" });
    paths = [one.path, two.path];
    assert.ok(one.path !== two.path && isAbsolute(one.path));
    assert.deepEqual(readdirSync(one.path), []);
  } finally {
    process.chdir(before);
  }
  assert.deepEqual(paths.map(existsSync), [false, false]);
});

test("makeCodexHome() leaves nothing when it fails", () => {
  const file = join(parent, "file");
  writeFileSync(file, "");
  const homes = join(parent, "failed");
  for (const [options, message] of [
    [{ parent: file }, /^No CODEX_HOME could be made in ".*file": E/],
    [{ parent: homes, authFrom: "/no/such/home" }, /^The login of "\/no\/such\/home" could not be copied: ENOENT/],
  ] as const)
    assert.throws(
      () => makeCodexHome(options),
      (error) => error instanceof CodexError && error.code === "CODEX_REQUEST" && message.test(error.message),
    );
  assert.deepEqual(readdirSync(homes), []);
});

test("makeCodexHome() fails where the system lets nobody make a folder, and comes to an end", { skip: !existsSync("/proc/self") }, () => {
  // In a process of its own: an endless loop of Node cannot be left.
  const script = `
    import { makeCodexHome } from "./codex-home.ts";
    try { makeCodexHome({ parent: "/proc/nope/deep" }); } catch (error) { console.log(error.code, error.cause.code, error.message); }`;
  const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  assert.match(stdout, /^CODEX_REQUEST ENOENT No CODEX_HOME could be made in "\/proc\/nope\/deep": ENOENT/);
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
