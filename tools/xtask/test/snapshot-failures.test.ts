import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { EnvironmentError, type Files } from "@lockstep/kernel";
import { at, common, fake, good, help, install, outFile, paths, read, snapshot, type Setup } from "./snapshot-world.ts";

const refusals: readonly {
  readonly title: string;
  readonly setup: Setup;
  readonly words?: readonly string[];
  readonly code: number;
  readonly message: RegExp;
}[] = [
  {
    title: "the binary is missing",
    setup: { script: good },
    words: ["--binary", "nowhere", "--out-file", outFile],
    code: 3,
    message:
      /^error\[BINARY_MISSING\]: The binary "nowhere" does not exist\n {2}hint: xtask acquire --cli tool --version <version> fetches a pinned one and prints its path\n$/,
  },
  {
    title: "the binary is a folder",
    setup: { script: good },
    words: ["--binary", "manifests", "--out-file", outFile],
    code: 3,
    message: /^error\[BINARY_UNUSABLE\]: The binary "manifests" is no file\n/,
  },
  {
    title: "no binary is named",
    setup: { script: good },
    words: ["--out-file", outFile],
    code: 64,
    message: /"xtask snapshot" needs the option "--binary"\n/,
  },
  {
    title: "no output is named",
    setup: { script: good },
    words: ["--binary", "tool"],
    code: 64,
    message: /needs the option "--out-file" or "--out-dir"\n/,
  },
  {
    title: "both outputs are named",
    setup: { script: good },
    words: [...common, "--out-dir", "x"],
    code: 64,
    message: /Give either "--out-file" or "--out-dir", not both\n/,
  },
  {
    title: "the file is at another place",
    setup: { script: good },
    words: ["--binary", "tool", "--out-file", "x.json"],
    code: 64,
    message: /The option "--out-file" must end in "snapshots\/<version>\/<target>\.json", is "x\.json"\n/,
  },
  {
    title: "the target is not expected",
    setup: { script: good },
    words: ["--binary", "tool", "--out-file", "manifests/tool/snapshots/1.2.3/sparc.json"],
    code: 3,
    message: /"manifests\/tool\/RULES\.json" \(\/union\/expected_targets\) does not expect the target "sparc"/,
  },
  {
    title: "the version differs",
    setup: { script: good.replace("1.2.3", "1.2.4") },
    code: 3,
    message:
      /^error\[VERSION_MISMATCH\]: ".*" wants version 1\.2\.3, but the binary "tool" is version 1\.2\.4\n {2}hint: Write to snapshots\/1\.2\.4\/, or give the binary of version 1\.2\.3\n$/,
  },
  {
    title: "the version output holds none",
    setup: { script: good.replace("1.2.3", "nightly") },
    code: 3,
    message: /prints "tool nightly", which holds no version/,
  },
  {
    title: "the version call fails",
    setup: { script: "#!/bin/sh\necho first >&2; echo 'cannot load libfoo' >&2; exit 127\n" },
    code: 3,
    message:
      /^error\[PROBE_FAILED\]: "tool --version" \(.*\/tool\) ended with exit code 127, wanted 0; its last lines on stderr:\n {2}first\n {2}cannot load libfoo\n {2}hint: Run it by hand/,
  },
  {
    title: "the root's help fails",
    setup: { script: fake({ "--help": "echo 'error: stdin is not a terminal' >&2; exit 1" }) },
    code: 3,
    message:
      /^error\[PROBE_FAILED\]: "tool --help" \(.*\) ended with exit code 1, wanted 0; its last lines on stderr:\n {2}error: stdin is not a terminal\n/,
  },
  {
    title: "the root's help hangs",
    setup: { script: fake({ "--help": "sleep 60" }) },
    words: ["--binary", "tool", "--out-file", outFile, "--help-timeout-ms", "200"],
    code: 3,
    message:
      /^error\[PROBE_TIMEOUT\]: "tool --help" \(.*\) did not end within 200 ms and was killed; it printed nothing on stderr\n {2}hint: Give it more time with --help-timeout-ms/,
  },
  {
    title: "the root's help is a flood",
    setup: { script: fake({ "--help": "head -c 100000000 /dev/zero | tr '\\0' x" }) },
    code: 3,
    message: /^error\[PROBE_FLOOD\]: "tool --help" \(.*\) printed more than 8388608 bytes and was killed\n/,
  },
  {
    title: "the root's help is no help",
    setup: { script: fake({ "--help": "echo Welcome" }) },
    code: 3,
    message:
      /^error\[HELP_NOT_RECOGNISED\]: "tool --help" \(.*\) prints no help of the framework "clap": it shows neither usage nor options\. It begins with "Welcome"\n/,
  },
  {
    title: "the interpreter is missing",
    setup: { script: "#!/no/such/interpreter\n" },
    code: 3,
    message:
      /^error\[BINARY_UNUSABLE\]: "tool --version" \(.*\) could not be started: The interpreter that ".*\/tool" names does not exist/,
  },
  {
    title: "the runner is missing",
    setup: { script: good },
    words: [...common, "--via", "no-such-qemu -x"],
    code: 3,
    message:
      /^error\[BINARY_UNUSABLE\]: "tool --version" \(no-such-qemu -x .*\/tool\) could not be started: Executable "no-such-qemu" does not exist.*\n {2}hint: Check that the runner in --via is installed/,
  },
];

for (const { title, setup, words = common, code, message } of refusals) {
  test(`snapshot says what is wrong when ${title}`, async () => {
    await install(setup);
    const run = await snapshot(words);
    assert.match(run.stderr, message);
    assert.deepEqual([run.code, run.stdout], [code, ""]);
    assert.deepEqual((await readdir(at("manifests/tool"))).toSorted(), ["RULES.json", "cli.json"]);
  });
}

test("snapshot says what is wrong when the binary is not executable", async () => {
  await chmod(await install({ script: good }), 0o644);
  const { code, stderr } = await snapshot(common);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^error\[BINARY_UNUSABLE\]: "tool --version" \(.*\) could not be started: File ".*\/tool" is not executable \(EACCES\)\n/,
  );
});

test("snapshot records failing probes and goes on", async () => {
  const rows = [
    "bad  Exits",
    "daemon  Is a trap",
    "fork  Leaves a child",
    "flood  Floods",
    "good  Works",
    "hang  Hangs",
    "mute  Says nothing",
    "nosuch  Is none",
    "odd  Prints prose",
    "term  Needs a terminal",
    "warn  Warns and helps on stderr",
    "x  Is y",
    "y  Is x",
  ];
  const cases = {
    "--help": help("tool", rows),
    "bad --help": `${help("tool bad")}exit 3`,
    "daemon --help": help("tool daemon", ["daemon  Is a trap"]),
    "daemon daemon --help": help("tool daemon", ["daemon  Is a trap"]),
    "fork --help": `sleep 50 & ${help("tool fork")}`,
    "flood --help": "head -c 100000000 /dev/zero | tr '\\0' x",
    "good --help": help("tool good"),
    "hang --help": "sleep 60",
    "mute --help": ":",
    "nosuch --help": help("tool", rows),
    "odd --help": "echo Just prose",
    "term --help": "test -t 0 || { echo not a terminal >&2; exit 1; }",
    "warn --help": `echo 'WARNING: old' >&2; { ${help("tool warn")} } >&2`,
    "x --help": help("tool y"),
    "y --help": help("tool x"),
  };
  await install({ script: fake(cases) });
  const { code, stdout } = await snapshot(["--binary", "tool", "--out-file", outFile, "--help-timeout-ms", "700"]);
  assert.equal(code, 0);
  const document = await read();
  assert.deepEqual(document.known_omissions, [
    "help not recognised: tool mute --help",
    "help not recognised: tool odd --help",
    "help probe failed: tool bad --help (exit 3)",
    "help probe failed: tool term --help (exit 1)",
    "more than 8388608 bytes of output: tool flood --help",
    "phantom command: daemon daemon",
    "phantom command: nosuch",
    "timeout after 700 ms: tool hang --help",
  ]);
  assert.deepEqual(paths(document), ["", "bad", "daemon", "flood", "fork", "good", "hang", "mute", "odd", "term", "warn", "x", "y"]);
  for (const name of ["fork", "good", "warn", "x"]) assert.ok(document.commands.find(({ path }) => path[0] === name)?.help_sha256, name);
  assert.match(stdout, /known omissions \(8\):\n {4}help not recognised: tool mute --help\n/);
  // A time-out may be bad luck: nothing of this run is kept for the next.
  assert.notDeepEqual((await snapshot(["--binary", "tool", "--out-file", outFile, "--help-timeout-ms", "700"])).spawned, []);
});

test("snapshot leaves the old file whole when the new one cannot be written", async () => {
  await install({ script: good });
  await snapshot(common);
  const first = await readFile(at(outFile), "utf8");
  await writeFile(at("tool"), good.replace("Run it", "Run this"), { mode: 0o755 });
  const full = (disk: Files): Files => ({
    ...disk,
    writeText: () => Promise.reject(new EnvironmentError("FILE_ACCESS", "no space")),
    writeAll: (texts) =>
      Promise.reject(
        new EnvironmentError("FILE_ACCESS", `Cannot write "${[...texts.keys()][0] ?? ""}": no space left on the disk (ENOSPC)`, {
          hint: "Free some space",
        }),
      ),
  });
  const { code, stdout, stderr } = await snapshot(common, { files: full });
  assert.deepEqual([code, stdout], [3, ""]);
  assert.equal(stderr, `error[FILE_ACCESS]: Cannot write "${outFile}": no space left on the disk (ENOSPC)\n  hint: Free some space\n`);
  assert.equal(await readFile(at(outFile), "utf8"), first);
});

test("snapshot says which folder it cannot write to", async (context) => {
  await install({ script: good });
  await mkdir(at("out"), { mode: 0o555 });
  // Modes do not bind root, but a read-only file system does.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", at("out")], { stdio: "ignore" });
    } catch {
      context.skip("root may write anywhere and may not mount here");
      return;
    }
  }
  try {
    const { code, stdout, stderr } = await snapshot(["--binary", "tool", "--out-dir", "out"]);
    assert.deepEqual([code, stdout], [3, ""]);
    const reason = isRoot ? "the file system is read-only \\(EROFS\\)" : "permission denied \\(EACCES\\)";
    assert.match(stderr, new RegExp(`^error\\[FILE_ACCESS\\]: Cannot write ".*/out/current\\.json": ${reason}\\n`, "m"));
    assert.deepEqual(await readdir(at("out")), []);
  } finally {
    if (isRoot) execFileSync("umount", [at("out")]);
  }
});

test("snapshot says which path it cannot write to when a file is in the way", async () => {
  await install({ script: good });
  await writeFile(at("out"), "a file");
  const { code, stdout, stderr } = await snapshot(["--binary", "tool", "--out-dir", "out"]);
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(stderr, /^error\[FILE_ACCESS\]: Cannot create ".*out": .*\((?:EEXIST|ENOTDIR)\)/);
  assert.equal(await readFile(at("out"), "utf8"), "a file");
});

test("snapshot refuses a binary that changes while it is probed", async () => {
  await install({ script: `${good}echo '# changed' >> "$0"\n` });
  const { code, stderr } = await snapshot(common);
  assert.equal(code, 3);
  assert.match(stderr, /^error\[BINARY_CHANGED\]: The binary "tool" changed while it was probed\n {2}hint: Run the command again\n$/);
});

test("snapshot says which file it looked for when the CLI has no descriptor", async () => {
  await install({ script: good });
  await rm(at("manifests/tool/cli.json"));
  const { code, stderr } = await snapshot(["--binary", "tool", "--out-dir", "out"]);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^error\[FILE_MISSING\]: Neither "out\/cli\.json" nor "manifests\/tool\/cli\.json" exists\n {2}hint: Name the CLI with --cli/,
  );
});

test("snapshot needs a time of its own under CI", async () => {
  await install({ script: good });
  const { code, stderr } = await snapshot(common, { env: { CI: "true" } });
  assert.equal(code, 3);
  assert.match(stderr, /Under CI the clock must not decide a timestamp/);
  assert.equal((await snapshot(common, { env: { CI: "true", SOURCE_DATE_EPOCH: "0" } })).code, 0);
  assert.equal((await read()).collected_at, "1970-01-01T00:00:00Z");
});
