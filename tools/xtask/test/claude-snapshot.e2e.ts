import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { after, test } from "node:test";

const repository = resolve(import.meta.dirname, "../../..");
const committed = join(repository, "manifests/claude_code");
const binaries = (process.env["CLAUDE_CODE_BINARIES"] ?? "").split(delimiter).filter((path) => path !== "");
const folder = mkdtempSync(join(tmpdir(), "claude-snapshot-e2e-"));
after(() => rmSync(folder, { recursive: true }));

/** `acquire` keeps a binary as `<version>/<target>/<file>`. */
const probed = binaries.map((binary) => ({
  binary,
  version: basename(dirname(dirname(binary))),
  target: basename(dirname(binary)),
}));

/** Snapshots a binary in a root of its own, with folders and variables of its own; gives the snapshot's text and those folders. */
function snapshot(
  { binary, version, target }: (typeof probed)[number],
  name: string,
  env: Readonly<Record<string, string>>,
  words: readonly string[] = [],
): { readonly text: string; readonly place: string } {
  const place = join(folder, `${version}-${name}`);
  for (const path of ["home", "cache", "tmp", "cwd/root"]) mkdirSync(join(place, path), { recursive: true });
  for (const file of ["cli.json", "RULES.json", "artifacts.lock.json"]) copyFileSync(join(committed, file), join(place, "cwd/root", file));
  const outFile = `root/snapshots/${version}/${target}.json`;
  const argv = ["snapshot", "--cli", "claude_code", "--binary", binary, "--out-file", outFile, "--no-cache", ...words];
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), join(repository, "tools/xtask/src/bin.ts"), ...argv],
    {
      cwd: join(place, "cwd"),
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: join(place, "home"),
        XDG_CACHE_HOME: join(place, "cache"),
        TMPDIR: join(place, "tmp"),
        ...env,
      },
      encoding: "utf8",
    },
  );
  assert.equal(status, 0, stderr);
  return { text: readFileSync(join(place, "cwd", outFile), "utf8"), place };
}

/** Every file below a folder, from there. */
function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

test("CLAUDE_CODE_BINARIES names binaries of which snapshots are committed", () => {
  assert.ok(probed.some(({ version, target }) => existsSync(join(committed, "snapshots", version, `${target}.json`))));
});

for (const each of probed) {
  const path = join(committed, "snapshots", each.version, `${each.target}.json`);
  const skip = existsSync(path) ? false : `no snapshot of ${each.target} is committed`;

  test(`snapshot finds what is committed of ${each.version}, byte for byte`, { skip }, () => {
    assert.equal(snapshot(each, "first", {}).text, readFileSync(path, "utf8"));
  });

  test(`snapshot finds the same of ${each.version} for another user who is logged in, and leaves no file`, { skip }, () => {
    const { text, place } = snapshot(
      each,
      "second",
      {
        ANTHROPIC_API_KEY: "sk-not-a-key",
        CLAUDE_CODE_OAUTH_TOKEN: "not-a-token",
        CLAUDE_CODE_USE_BEDROCK: "1",
        CLAUDE_CONFIG_DIR: "/nonexistent",
        CI: "true",
        COLUMNS: "40",
        FORCE_COLOR: "1",
        HTTPS_PROXY: "http://proxy.example:8080",
        LANG: "de_DE.UTF-8",
        LC_ALL: "tr_TR.UTF-8",
        TERM: "xterm-256color",
        TZ: "Asia/Kolkata",
        USER: "someone",
      },
      ["--jobs", "1"],
    );
    assert.equal(text, readFileSync(path, "utf8"));
    assert.deepEqual([...filesBelow(join(place, "home")), ...filesBelow(join(place, "cache"))], []);
    // tsx keeps compiled sources there; the bundle does not.
    assert.deepEqual(
      filesBelow(join(place, "tmp")).filter((file) => !file.startsWith("tsx-")),
      [],
    );
  });
}
