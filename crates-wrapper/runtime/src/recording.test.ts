import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openRecording } from "./recording.ts";
import { runProcess } from "./run-process.ts";
import { shell } from "./scripted-child.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-recording-"));
after(() => rmSync(folder, { recursive: true }));

test("openRecording() keeps the raw stdout of a process, readable as it arrives", async () => {
  const file = join(folder, "raw");
  const recording = openRecording(file);
  await runProcess({ ...shell("printf 'a\\000\\377'; sleep 0.1; echo end"), onStdout: recording.write });
  const wanted = Buffer.concat([Buffer.from([97, 0, 255]), Buffer.from("end\n")]);
  assert.deepEqual(readFileSync(file), wanted, "All is there before close()");
  assert.equal(recording.close(), undefined);
  assert.equal(recording.close(), undefined);
  assert.deepEqual([recording.bytes, statSync(file).mode & 0o777], [wanted.length, 0o600]);
  recording.write(Buffer.from("late"));
  assert.match(recording.problem ?? "", /was written to after it was closed/);
  assert.deepEqual(readFileSync(file), wanted);
});

test("openRecording() overwrites nothing and tells a missing folder as a value", () => {
  const file = join(folder, "once");
  const first = openRecording(file);
  first.write(Buffer.from("first"));
  first.close();
  for (const [path, problem] of [
    [file, /^Recording ".*once" could not be opened \(0 bytes are in it\): EEXIST/],
    [join(folder, "no", "file"), /could not be opened .* ENOENT/],
  ] as const) {
    const recording = openRecording(path);
    assert.match(recording.problem ?? "", problem);
    recording.write(Buffer.from("second"));
    assert.match(recording.close() ?? "", problem);
  }
  assert.equal(readFileSync(file, "utf8"), "first");
});

test("openRecording() keeps what fits and tells the rest as a value when the disk is full", async () => {
  const file = join(folder, "full");
  // A limit on the size of files stands in for the disk; once its signal is listened to, writing fails.
  const script = `
    import { openRecording } from ${JSON.stringify(`${import.meta.dirname}/recording.ts`)};
    process.on("SIGXFSZ", () => undefined);
    const recording = openRecording(${JSON.stringify(file)});
    for (let i = 0; i < 3; i++) recording.write(Buffer.alloc(50_000, "x"));
    console.log(JSON.stringify([recording.close(), recording.bytes]));`;
  const outcome = await runProcess({
    ...shell(""),
    args: ["-c", `ulimit -f 128; exec "$0" --no-warnings --input-type=module -e "$1"`, process.execPath, script],
  });
  const [problem, bytes] = JSON.parse(outcome.stdout || JSON.stringify([outcome.stderr, 0])) as [string, number];
  assert.match(problem, /could not be written .*EFBIG/);
  assert.equal(statSync(file).size, bytes);
  assert.ok(bytes > 50_000 && bytes < 150_000, String(bytes));
});
