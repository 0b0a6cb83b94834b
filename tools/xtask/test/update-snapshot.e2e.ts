import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { after, before, test } from "node:test";
import { artifactOf, expand, readWorkflow, stepOf, uploadOf, type ParsedStep, type RunContext } from "./workflow-run.ts";

/**
 * Runs the jobs of `update-snapshot.yml` on this machine: the newest pinned Codex stands for a release that has just landed. Every
 * line comes from the generated workflow; what GitHub's own actions do is done here.
 */
const repository = resolve(import.meta.dirname, "../../..");
const workflow = readWorkflow("update-snapshot");
const cli = "codex";
const root = `manifests/${cli}`;
const { versions } = JSON.parse(readFileSync(join(repository, root, "artifacts.lock.json"), "utf8")) as {
  readonly versions: readonly { readonly version: string }[];
};
const [earlier = "", version = ""] = versions.slice(-2).map((entry) => entry.version);
const required = "x86_64-unknown-linux-musl";
const foreign = "aarch64-unknown-linux-musl";
const isHost = process.platform === "linux" && process.arch === "x64";
const skip = isHost ? false : "the required target runs on Linux on x64";

const folder = mkdtempSync(join(tmpdir(), "update-snapshot-"));
after(() => rmSync(folder, { recursive: true }));

const base = join(folder, "base");
const proposing = join(folder, "propose");

/** The targets whose binaries run here, as they are or emulated. */
function runnable(): readonly string[] {
  return spawnSync("qemu-aarch64-static", ["--version"]).status === 0 ? [required, foreign] : [required];
}

function context(more: RunContext = {}): RunContext {
  return { "inputs.cli": cli, "inputs.version": version, "runner.temp": join(folder, "temp"), ...more };
}

/** Runs lines as a GitHub machine does. */
function shell(cwd: string, text: string, env: Readonly<Record<string, string>> = {}): string {
  const { PATH = "", HOME = "" } = process.env;
  // How this machine reaches the network is no part of a job.
  const network = Object.entries(process.env).filter(([name]) =>
    /^(?:NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|\w+_PROXY|npm_config_\w+)$/i.test(name),
  );
  const tools = [join(cwd, ".tools/node_modules/.bin"), join(cwd, "node_modules/.bin")].join(":");
  const ran = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", text], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
    env: {
      ...(Object.fromEntries(network) as Record<string, string>),
      PATH: `${tools}:${PATH}`,
      HOME,
      CI: "true",
      RUNNER_TEMP: join(folder, "temp"),
      ...env,
    },
  });
  assert.equal(ran.status, 0, `${text}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

function runStep(cwd: string, step: ParsedStep, known: RunContext, change: (text: string) => string = (text) => text): string {
  const env = Object.entries({ ...workflow.env, ...step.env }).map(([name, text]) => [name, expand(text, known)]);
  const files = { GITHUB_OUTPUT: join(folder, "output.txt"), GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
  return shell(cwd, change(step.run ?? "exit 9"), { ...files, ...(Object.fromEntries(env) as Record<string, string>) });
}

/** A checkout of what is committed in the scratch repository, with the tools that `make setup` would install. */
function checkout(name: string): string {
  const path = join(folder, name);
  shell(folder, `git clone -q base ${name}`);
  equip(path);
  return path;
}

function equip(path: string): void {
  // Links to the same files, where one disk has both: the tools are only read.
  for (const each of readFileSync(join(folder, "equipment.txt"), "utf8").split("\n")) {
    if (each === "") continue;
    const to = join(path, each);
    shell(repository, `mkdir -p "${dirname(to)}"; cp -al "${each}" "${to}" 2>/dev/null || { rm -rf "${to}"; cp -a "${each}" "${to}"; }`);
  }
  lendCache(path);
}

/** What was fetched and probed already need not be again: the keys are the bytes of the binaries. */
function lendCache(path: string): void {
  for (const name of ["artifacts", "snapshot"]) {
    mkdirSync(join(repository, ".cache", name), { recursive: true });
    mkdirSync(join(path, ".cache"), { recursive: true });
    symlinkSync(join(repository, ".cache", name), join(path, ".cache", name));
  }
}

function filesIn(path: string, below: string): readonly string[] {
  const start = join(path, below);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** Takes the artifact of a job to where the download step of another puts it. */
function carry(job: string, from: string, known: RunContext, to: string): string {
  const machine = [...filesIn(from, "manifests"), ...filesIn(from, "dist")];
  const { name, files } = artifactOf(uploadOf(workflow, job), known, machine);
  assert(files.size > 0, name);
  for (const [inside, path] of files) {
    mkdirSync(dirname(join(to, inside)), { recursive: true });
    cpSync(join(from, path), join(to, inside));
  }
  return name;
}

/** The committed files of other CLIs are no part of this. */
function ofThisCli(text: string): string {
  return text.includes("validate --all") ? text.replaceAll("--all", `--cli ${cli}`) : text;
}

const read = (path: string, name: string): string => readFileSync(join(path, name), "utf8");
const body = (): string => read(join(folder, "temp/proposal"), "body.md");

before(
  () => {
    if (skip !== false) return;
    mkdirSync(join(folder, "temp"), { recursive: true });
    const modules = shell(
      repository,
      "ls -d .tools node_modules {tools,crates-wrapper}/*/node_modules bench/node_modules 2>/dev/null || true",
    );
    writeFileSync(join(folder, "equipment.txt"), modules);
    mkdirSync(base);
    shell(repository, `git ls-files -co --exclude-standard -z | xargs -0 cp --parents -t "${base}"`);
    // The repository as it was before the release: nothing but the lock knows it.
    for (const name of [`snapshots/${version}`, `reports/${version}`, `versions/${version}.json`])
      rmSync(join(base, root, name), { recursive: true });
    const isValidatedOn = (pointer: string): boolean =>
      pointer === `${root}/latest_validated.txt` ||
      (pointer.includes("/latest_validated/") && existsSync(join(base, root, `snapshots/${earlier}/${basename(pointer, ".txt")}.json`)));
    for (const pointer of filesIn(base, root).filter((name) => name.endsWith(".txt")))
      if (read(base, pointer) === `${version}\n`) writeFileSync(join(base, pointer), isValidatedOn(pointer) ? `${earlier}\n` : "none\n");
    cpSync(join(base, root, `snapshots/${earlier}/union.json`), join(base, root, "current.json"));
    equip(base);
    // The wrapper keeps what it has: it knows the release already, so that the committed files say what has to come out.
    shell(base, "pnpm xtask support-matrix");
    shell(
      base,
      `git init -q -b main && git config gc.auto 0 && git add --all && git -c user.name=t -c user.email=t@example.com commit -q -m base`,
    );
  },
  { timeout: 300_000 },
);

test("the jobs of update-snapshot.yml give what is committed of a release, and its pull request", { skip, timeout: 1_800_000 }, () => {
  const prepared = checkout("prepare");
  runStep(prepared, stepOf(workflow, "prepare", "Bundle the runner"), context());

  const rows = JSON.parse(expand(String(workflow.jobs["snapshot"]?.strategy?.matrix["include"]), context())) as readonly {
    readonly target_triple: string;
  }[];
  const ran = rows.map(({ target_triple }) => target_triple).filter((target) => runnable().includes(target));
  assert.deepEqual(ran, runnable());
  for (const target of ran) {
    const machine = join(folder, `machine-${target}`);
    shell(folder, `git clone -q base machine-${target}`);
    lendCache(machine);
    carry("prepare", prepared, context(), machine);
    const known = context({ "matrix.target_triple": target });
    runStep(machine, stepOf(workflow, "snapshot", "Snapshot"), known, (text) =>
      target === required ? text : text.replace("--capture-raw-help", "--capture-raw-help --via qemu-aarch64-static"),
    );
    const name = `snapshot-${cli}-${version}-${target}`;
    assert.equal(carry("snapshot", machine, known, join(folder, "temp/snapshots", name)), name);
  }

  checkout("propose");
  carry("prepare", prepared, context(), proposing);
  for (const step of workflow.jobs["propose"]?.steps ?? []) {
    if (step.run === undefined || step.name === "Install") continue;
    runStep(proposing, step, context(), ofThisCli);
  }

  for (const target of ran) {
    const name = `${root}/snapshots/${version}/${target}.json`;
    assert.equal(read(proposing, name), read(repository, name), name);
  }
  const changed = shell(proposing, "git diff --cached --name-only").trimEnd().split("\n");
  assert(changed.includes(`${root}/versions/${version}.json`) && changed.includes("docs/support.md"), changed.join("\n"));
  assert.deepEqual(
    changed.filter((name) => !/^(?:manifests\/codex|crates-wrapper\/codex\/src\/versions|docs\/support\.md$)/.test(name)),
    [],
  );
  assert.match(read(proposing, `${root}/versions/${version}.json`), /"status": "reported"/);
  for (const name of filesIn(join(folder, "temp/proposal/files"), "."))
    assert.equal(read(join(folder, "temp/proposal/files"), name), read(proposing, name), name);

  assert.match(
    read(join(folder, "temp/proposal"), "title.txt"),
    new RegExp(`^feat\\(manifests\\): codex ${version} \\(\\d+ breaking, \\d+ new, \\d+ gone\\)\n$`),
  );
  assert.match(body(), new RegExp(`compared with ${earlier}, the last validated version,`));
  assert.match(body(), /\n=> confirmed\n/, "a witness was replayed with both binaries");
  for (const target of rows.map(({ target_triple }) => target_triple))
    assert.match(body(), new RegExp(`^\\| \`${target}\`.* \\| ${ran.includes(target) ? "`codex-cli" : "\\*\\*missing\\*\\*"}`, "m"));
  assert.equal(read(folder, "summary.md"), body());
});

test("the patch of the bundle gives the pull request the very files of the job that made it", { skip, timeout: 300_000 }, () => {
  const proposed = join(folder, "pull-request");
  shell(folder, "git clone -q base pull-request");
  runStep(proposed, stepOf(workflow, "pull-request", "Apply the patch"), context());
  assert.equal(shell(proposed, "git add --all && git write-tree"), shell(proposing, "git write-tree"));
  assert.equal(read(folder, "output.txt"), `title=${read(join(folder, "temp/proposal"), "title.txt")}`);
});

test("the commands that a person types on this machine give the very tree that the workflow proposes", { skip, timeout: 1_200_000 }, () => {
  const own = checkout("own");
  for (const target of runnable()) {
    const via = target === required ? "" : " --via qemu-aarch64-static";
    shell(own, `pnpm xtask parity --cli ${cli} --version ${version} --target ${target}${via}`);
  }
  shell(own, `pnpm xtask verify --cli ${cli} --fix; pnpm xtask support-matrix`);
  assert.equal(shell(own, "git add --all && git write-tree"), shell(proposing, "git write-tree"));
  shell(own, `pnpm xtask pull-request --cli ${cli} --version ${version} --out own-proposal`);
  assert.equal(read(own, "own-proposal/body.md"), body());
});

test("the job of promote.yml then gives the files that are committed of a promoted version", { skip, timeout: 300_000 }, (t) => {
  if (!runnable().includes(foreign)) {
    t.skip("the committed version has been validated on a target that nothing here runs");
    return;
  }
  const own = join(folder, "own");
  rmSync(join(own, "own-proposal"), { recursive: true });
  const { validation } = JSON.parse(read(repository, `${root}/versions/${version}.json`)) as {
    readonly validation: { readonly passed_targets: readonly string[] };
  };
  const inputs = context({ "inputs.passed_targets": validation.passed_targets.join(" "), "inputs.apply_retention": "false" });
  for (const step of readWorkflow("promote").jobs["promote"]?.steps ?? []) {
    if (step.run === undefined || step.name === "Install") continue;
    runStep(own, step, inputs, ofThisCli);
  }
  const names = [...filesIn(repository, root), "docs/support.md"].filter((name) => !name.startsWith(`${root}/raw_help/`));
  for (const name of names) assert.equal(read(own, name), read(repository, name), name);
  assert.equal(read(join(folder, "temp/proposal"), "title.txt"), `chore(manifests): promote ${cli} ${version}\n`);
  assert.match(body(), /^`promote` moved:\n\n```text\n(?:.*\n)*```\n\n`retain` says:\n\n```text\napply: false\nkeep_versions:\n/);
});
