import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson, type Processes, type ProcessOutcome } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { linux, mac, memoryFiles } from "@lockstep/testing";
import { clock, run, testWorld, type Ran } from "./run.ts";

/** Plants one fault at a time into a copy of what is committed for Codex, and sees it refused. */
const repository = join(import.meta.dirname, "../../..");
const root = "manifests/codex";
const arm = "aarch64-unknown-linux-musl";
type Files = ReturnType<typeof memoryFiles>;

const committed: Readonly<Record<string, string>> = Object.fromEntries(
  [...filesBelow(root), "crates-wrapper/codex/package.json", "crates-wrapper/codex/src/versions/surface.json"].map((path) => [
    path,
    readFileSync(join(repository, path), "utf8"),
  ]),
);
const latest = (committed[`${root}/latest_validated.txt`] ?? "").trim();
const unionFile = `snapshots/${latest}/union.json`;

/** What the real wrapper prints, asked once. */
let printed: Promise<ProcessOutcome> | undefined;
const wrapper: Processes = { run: (request) => (printed ??= runProcess({ ...request, cwd: repository })) };

const copy = (): Files => memoryFiles(committed);
const xtask = (files: Files, line: string, processes = wrapper): Promise<Ran> =>
  run(testWorld(files, { processes, clock, env: { PATH: process.env["PATH"], SOURCE_DATE_EPOCH: "" } }), line);

/** Changes a JSON file below the root; the change must change something. */
// oxlint-disable-next-line typescript/no-explicit-any -- a planted fault may break every type
function plant(files: Files, path: string, change: (document: any) => void): void {
  const at = `/repo/${root}/${path}`;
  const before = files.tree.get(at) ?? "";
  const document: unknown = JSON.parse(before);
  change(document);
  const after = renderJson(document);
  assert.notEqual(after, before, `nothing was planted in ${path}`);
  files.tree.set(at, after);
}

/** What `verify` prints of its findings, without the last line, which counts them. */
async function verifyFindings(files: Files): Promise<readonly string[]> {
  const { code, out, err } = await xtask(files, "verify");
  assert.deepEqual([code, err], [2, ""]);
  return out.trimEnd().split("\n").slice(0, -1);
}
/** The lines of `validate` behind their count. */
async function violations(files: Files): Promise<readonly string[]> {
  const { code, out, err } = await xtask(files, "validate");
  const [first, ...lines] = err.trimEnd().split("\n");
  assert.deepEqual([code, out, first], [2, "", `FAIL: ${String(lines.length)} violations`]);
  return lines;
}

test("the unmodified copy is green, so that each fault below is found for its own sake", async () => {
  const files = copy();
  assert.deepEqual(await xtask(files, "validate"), { code: 0, out: "OK: validate\n", err: "" });
  const verified = await xtask(files, "verify");
  assert.deepEqual([verified.code, verified.err], [0, ""]);
  assert.match(verified.out, /: all current\n$/);
  const merged = await xtask(files, `union --version ${latest}`);
  assert.deepEqual([merged.code, merged.err], [0, ""]);
  assert.deepEqual([...files.tree], [...copy().tree]);
});

test("a stale report is refused by verify with the file and what mends it", async () => {
  const files = copy();
  plant(
    files,
    `reports/${latest}/coverage.any.json`,
    (report) => void report.deltas.missing_commands.push({ path: ["invented"], upstream_available_on: [linux] }),
  );
  assert.deepEqual(await verifyFindings(files), [
    `${root}/reports/${latest}/coverage.any.json is stale`,
    `  fix: xtask report --cli codex --version ${latest}`,
  ]);
});

test("an edited union is refused by verify, and by validate where current.json is not its copy", async () => {
  const files = copy();
  plant(files, unionFile, (union) => void (union.commands[1].about = "Edited by hand"));
  assert.deepEqual(await verifyFindings(files), [
    `${root}/${unionFile} is stale`,
    `  fix: xtask union --cli codex --version ${latest}`,
    `${root}/current.json is stale`,
    "  fix: xtask validate --cli codex --mode fix",
  ]);
  const [line = "", ...more] = await violations(files);
  assert.match(line, new RegExp(`^CURRENT_JSON_NOT_EQUAL_UNION error current\\.json `));
  assert.deepEqual(more, []);
});

test("a phantom command in the snapshots is refused by validate and verify, and verify --fix derives nothing from it", async () => {
  const files = copy();
  const { commands } = JSON.parse(committed[`${root}/${unionFile}`] ?? "") as {
    readonly commands: readonly { readonly path: readonly string[]; readonly usage: string }[];
  };
  // Below a command that the wrapper leaves out on purpose, so that no target loses its support.
  const parent = commands.find(({ path }) => path.join(" ") === "agents");
  assert(parent !== undefined);
  for (const target of [linux, arm]) {
    plant(files, `snapshots/${latest}/${target}.json`, (snapshot) => {
      const at = snapshot.commands.findIndex(({ path }: { readonly path: readonly string[] }) => path.join(" ") === "agents");
      snapshot.commands.splice(at + 1, 0, { path: ["agents", "ghost"], usage: parent.usage, sources: ["help"] });
    });
  }
  const planted = new Map(files.tree);
  const fixed = await xtask(files, "verify --fix");
  assert.equal(fixed.code, 2);
  for (const target of [linux, arm])
    assert.ok(fixed.out.includes(`${root}/snapshots/${latest}/${target}.json breaks the contract: PHANTOM_COMMAND `), fixed.out);
  assert.deepEqual(files.tree, planted);
  const at = commands.indexOf(parent) + 1;
  const line = (file: string): string =>
    `PHANTOM_COMMAND error snapshots/${latest}/${file}.json /commands/${String(at)}/usage The usage names the command "agents", not "agents ghost", found ${JSON.stringify(parent.usage)}; the binary does not know "agents ghost": snapshot it again`;
  assert.deepEqual(await violations(files), [arm, linux].map(line));
});

test("snapshots of mixed parser versions are refused by union, verify and validate", async () => {
  const files = copy();
  plant(files, `snapshots/${latest}/${arm}.json`, (snapshot) => void (snapshot.generator.parser_version -= 1));
  const { generator } = JSON.parse(committed[`${root}/snapshots/${latest}/${linux}.json`] ?? "") as {
    readonly generator: { readonly name: string; readonly parser_version: number };
  };
  const [newer, older] = [generator.parser_version, generator.parser_version - 1].map(String);
  const parser = (version: string | undefined): string => `${generator.name} parser ${version ?? ""}`;
  assert.deepEqual(await xtask(files, `union --version ${latest}`), {
    code: 2,
    out: `MIXED_PARSERS: The snapshots of ${latest} were read by different parsers:\n  ${linux}: ${parser(newer)}\n  ${arm}: ${parser(older)}\nSnapshot again with this xtask, a foreign target with --via <command>:\n  xtask parity --cli codex --version ${latest} --target ${arm}\nOr, where raw help was kept, parse it again: xtask snapshot --from-raw <folder>\n`,
    err: "",
  });
  assert.deepEqual(await verifyFindings(files), [
    `${root}/${unionFile} has inputs of different parsers: ${linux} ${parser(newer)}, ${arm} ${parser(older)}`,
    `  fix: xtask parity --cli codex --version ${latest} --target ${arm}`,
  ]);
  assert.deepEqual(await violations(files), [
    `MIXED_PARSER_VERSIONS error ${unionFile} /inputs All inputs must be read by one parser version, found "${linux}" ${newer ?? ""}, "${arm}" ${older ?? ""}; snapshot the older ones and those without a "generator" again, or parse their raw help again with "snapshot --from-raw"`,
  ]);
});

test("a snapshot that names no parser beside one that does is refused by union, verify and validate", async () => {
  const files = copy();
  plant(files, `snapshots/${latest}/${arm}.json`, (snapshot) => void delete snapshot.generator);
  const { generator } = JSON.parse(committed[`${root}/snapshots/${latest}/${linux}.json`] ?? "") as {
    readonly generator: { readonly name: string; readonly parser_version: number };
  };
  const parser = `${generator.name} parser ${String(generator.parser_version)}`;
  const ran = await xtask(files, `union --version ${latest}`);
  assert.equal(ran.code, 2);
  assert.match(ran.out, new RegExp(`^MIXED_PARSERS: .*:\n  ${linux}: ${parser}\n  ${arm}: unknown parser\n`));
  assert.match(ran.out, new RegExp(`^  xtask parity --cli codex --version ${latest} --target ${arm}$`, "m"));
  assert.deepEqual(await verifyFindings(files), [
    `${root}/${unionFile} has inputs of different parsers: ${linux} ${parser}, ${arm} unknown parser`,
    `  fix: xtask parity --cli codex --version ${latest} --target ${arm}`,
  ]);
  const [violation = "", ...more] = await violations(files);
  assert.match(violation, new RegExp(`^MIXED_PARSER_VERSIONS .*, "${arm}" none; `));
  assert.deepEqual(more, []);
});

test("two claims of one unit on one target are refused by validate with both entries, and by report", async () => {
  const files = copy();
  let command = 0;
  let last = 0;
  plant(files, "wrapper_coverage.json", ({ coverage }) => {
    command = coverage.findIndex(({ path }: { readonly path: readonly string[] }) => path.join(" ") === "exec");
    last = coverage[command].flags.push({ ...coverage[command].flags[0], scope: { target_triples: [linux] } }) - 1;
  });
  const [first, second] = [`coverage[${String(command)}].flags[0]`, `coverage[${String(command)}].flags[${String(last)}]`];
  const lines = await violations(files);
  assert.equal(lines.length, 1);
  const [line = ""] = lines;
  assert.match(line, /^WRAPPER_SCOPE_OVERLAP error wrapper_coverage\.json /);
  assert(line.includes(`target_triple=${linux} matching_entry_indexes=[${first},${second}]`), line);
  const reported = await xtask(files, `report --version ${latest}`);
  assert.deepEqual([reported.code, reported.out], [3, ""]);
  assert(reported.err.includes(first) && reported.err.includes(second), reported.err);
});

test("metadata that claims a target which the coverage does not bear out is refused by verify", async () => {
  const files = copy();
  plant(files, `versions/${latest}.json`, ({ coverage }) => void coverage.supported_targets.push(mac));
  assert.deepEqual(await verifyFindings(files), [
    `${root}/versions/${latest}.json is stale`,
    `  fix: xtask version-metadata --cli codex --version ${latest} --status validated`,
  ]);
});

test("a status that the coverage does not bear out is refused by verify with the gate that is red", async () => {
  const files = copy();
  plant(files, `versions/${latest}.json`, (metadata) => void (metadata.status = "supported"));
  const lost = `${root}/versions/${latest}.json has lost its status "supported"`;
  const fix = `  fix: xtask version-metadata --cli codex --version ${latest} --status reported`;
  assert.deepEqual((await verifyFindings(files)).slice(0, 2), [
    `${lost}: the union is incomplete: not every expected target has a snapshot`,
    fix,
  ]);
});

test("a claim that no scenario shows is refused by verify", async () => {
  const files = copy();
  plant(
    files,
    "wrapper_coverage.json",
    ({ coverage }) =>
      void (coverage.find(({ level }: { readonly level: string }) => level === "intentionally_unsupported").level = "explicit"),
  );
  assert.deepEqual((await verifyFindings(files)).slice(0, 2), [
    `${root}/wrapper_coverage.json is stale`,
    "  fix: xtask wrapper-coverage --cli codex",
  ]);
});

test("a scenario with a flag that no version has is refused by wrapper-coverage, and nothing is written", async () => {
  const files = copy();
  await xtask(files, "verify");
  const outcome = await wrapper.run({ file: "", args: [], cwd: "", env: {}, totalMs: 0, maxOutputBytes: 0 });
  const document = JSON.parse(outcome.stdout) as { readonly scenarios: { name: string; argv: { token: string; origin: string }[] }[] };
  document.scenarios.push({ name: "planted", argv: ["exec", "--no-such-flag"].map((token) => ({ token, origin: "typed" })) });
  const faulty: Processes = { run: async () => ({ ...outcome, stdout: JSON.stringify(document) }) };
  const ran = await xtask(files, "wrapper-coverage", faulty);
  assert.deepEqual([ran.code, ran.out], [3, ""]);
  assert.match(
    ran.err,
    /^error\[COVERAGE_REFUSED\]: The wrapper's scenarios give no valid coverage:\n {2}scenario "planted": no committed version accepts token 1 "--no-such-flag": /,
  );
  assert.deepEqual([...files.tree], [...copy().tree]);
});

test("a pointer to a version without the target's snapshot is refused by validate", async () => {
  const files = copy();
  const version = readdirSync(join(repository, root, "snapshots")).find(
    (name) => committed[`${root}/snapshots/${name}/${arm}.json`] === undefined,
  );
  assert(version !== undefined);
  const pointer = `pointers/latest_supported/${arm}.txt`;
  files.tree.set(`/repo/${root}/${pointer}`, `${version}\n`);
  const { coverage } = JSON.parse(committed[`${root}/versions/${version}.json`] ?? "") as {
    readonly coverage: { readonly supported_targets: readonly string[] };
  };
  const supported = coverage.supported_targets.map((target) => JSON.stringify(target)).join(", ");
  assert.deepEqual(await violations(files), [
    `POINTER_REFERENCES_MISSING_SNAPSHOT error ${pointer} Names version ${version}, whose "snapshots/${version}/${arm}.json" is missing`,
    `POINTER_INCONSISTENT_WITH_VERSION_METADATA error versions/${version}.json /coverage/supported_targets Must include "${arm}", because "${pointer}" is "${version}"; has ${supported}`,
  ]);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1));
}
