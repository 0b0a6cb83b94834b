import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { missingFrom } from "@lockstep/surface";

const repository = resolve(import.meta.dirname, "../../..");
const binary = process.env["CODEX_BINARY"] ?? "";
const folder = mkdtempSync(join(tmpdir(), "snapshot-e2e-"));
after(() => rmSync(folder, { recursive: true }));

const hostTarget = `${process.arch === "arm64" ? "aarch64" : "x86_64"}-unknown-linux-musl`;
let runs = 0;

/** Runs the command line in folders of its own; gives the snapshot's text and those folders. */
function snapshot(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly text: string; readonly place: string; readonly stdout: string } {
  runs += 1;
  const place = join(folder, String(runs));
  for (const name of ["home", "cache", "tmp", "cwd/out"]) mkdirSync(join(place, name), { recursive: true });
  copyFileSync(join(repository, "manifests/codex/cli.json"), join(place, "cwd/out/cli.json"));
  const own = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(place, "home"),
    XDG_CACHE_HOME: join(place, "cache"),
    TMPDIR: join(place, "tmp"),
  };
  const argv = [
    "--import",
    import.meta.resolve("tsx"),
    join(repository, "tools/xtask/src/bin.ts"),
    "snapshot",
    "--binary",
    binary,
    "--out-dir",
    "out",
    "--collected-at",
    "2026-01-01T00:00:00Z",
    "--no-cache",
    ...words,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: join(place, "cwd"),
    env: { ...own, ...env },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return { text: readFileSync(join(place, "cwd/out/current.json"), "utf8"), place, stdout };
}

/** Every file below a folder. */
function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("CODEX_BINARY names a binary", () => assert.ok(existsSync(binary), `CODEX_BINARY is "${binary}"; run: make e2e`));

const first = snapshot([]);
const document = JSON.parse(first.text) as UpstreamSnapshotV1;

test("a real binary is described without omissions, hidden commands included", () => {
  assert.equal(document.known_omissions, undefined);
  assert.ok(document.commands.length > 50);
  assert.ok(document.commands.some(({ hidden }) => hidden === true));
  assert.ok(document.commands.every(({ usage, help_sha256 }) => usage !== undefined && help_sha256 !== undefined));
  assert.ok((document.features?.listed?.length ?? 0) > 10);
});

const changes: Readonly<Record<string, readonly [words: readonly string[], env: Readonly<Record<string, string>>]>> = {
  "is run again": [[], {}],
  "has another locale, time zone, width, and user": [
    [],
    {
      LANG: "de_DE.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      TZ: "Asia/Kolkata",
      COLUMNS: "40",
      USER: "someone",
      TERM: "xterm-256color",
      FORCE_COLOR: "1",
    },
  ],
  "has a configured home": [[], { CODEX_HOME: "/nonexistent", OPENAI_API_KEY: "sk-not-a-key", HTTPS_PROXY: "http://proxy.example:8080" }],
  "runs one process at a time": [["--jobs", "1"], {}],
  "runs many processes at a time": [["--jobs", "8"], {}],
};
for (const [title, [words, env]] of Object.entries(changes)) {
  test(`snapshot gives the same bytes when it ${title}`, () => assert.equal(snapshot(words, env).text, first.text));
}

test("snapshot --twice finds nothing that moves, and gives the same bytes", () => {
  const { text, stdout } = snapshot(["--twice"]);
  assert.match(stdout, /^ {2}probed twice: nothing moved$/m);
  assert.equal(text, first.text);
});

test("a command that the binary does not know is a phantom, and one whose help names another is its alias", () => {
  const root = join(folder, "supplemented");
  mkdirSync(join(root, "supplement"), { recursive: true });
  for (const name of ["cli.json", "RULES.json", "artifacts.lock.json"])
    copyFileSync(join(repository, "manifests/codex", name), join(root, name));
  const added = [["nosuch"], ["exec", "nosuch"], ["cloud-tasks"]];
  writeFileSync(
    join(root, "supplement/commands.json"),
    JSON.stringify({ version: 1, commands: added.map((path) => ({ path, note: "Asked for by a test." })) }),
  );
  const { semantic_version: version = "", target_triple: target } = document.binary;
  const outFile = join(root, "snapshots", version, `${target === "unknown" ? hostTarget : target}.json`);
  const argv = [join(repository, "tools/xtask/src/bin.ts"), "snapshot", "--no-cache", "--binary", binary, "--out-file", outFile];
  const { status, stderr } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), ...argv], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const { commands, known_omissions } = JSON.parse(readFileSync(outFile, "utf8")) as UpstreamSnapshotV1;
  const named = (path: string) => commands.find((command) => command.path.join(" ") === path);
  assert.deepEqual(known_omissions, [
    "phantom command: exec nosuch",
    "phantom command: nosuch",
    "supplement/commands.json:v1:exec nosuch",
    "supplement/commands.json:v1:nosuch",
  ]);
  // The reviewed addition stays, but nothing of the other command's help is taken for its own.
  assert.deepEqual(named("nosuch"), { path: ["nosuch"], sources: ["supplement"] });
  assert.equal(named("cloud-tasks"), undefined);
  assert(named("cloud")?.aliases?.includes("cloud-tasks"));
});

test("snapshot leaves no process, and no file but its own", () => {
  const { place } = snapshot([]);
  assert.deepEqual(filesBelow(join(place, "cwd")), [join(place, "cwd/out/cli.json"), join(place, "cwd/out/current.json")]);
  assert.deepEqual(filesBelow(join(place, "home")), []);
  assert.deepEqual(filesBelow(join(place, "cache")), []);
  // tsx keeps compiled sources there; the bundle does not.
  assert.deepEqual(
    filesBelow(join(place, "tmp")).filter((path) => !path.includes("/tsx-")),
    [],
  );
  if (process.platform !== "linux") return;
  const own = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(place));
  assert.deepEqual(own, []);
});

test("evidence from help alone finds no unit that completion lacks", () => {
  const helpOnly = JSON.parse(snapshot(["--sources", "help"]).text) as UpstreamSnapshotV1;
  assert.deepEqual(missingFrom(helpOnly, document), []);
  assert.ok(helpOnly.commands.length < document.commands.length);
});

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return "";
  }
}
