import { spawn } from "node:child_process";

interface Step {
  readonly name: string;
  readonly argv: readonly string[];
}

interface Outcome extends Step {
  readonly passed: boolean;
  readonly seconds: string;
}

const xtask = ["tsx", "tools/xtask/src/bin.ts"];

/** The longest first, so that the short ones fill the second core meanwhile. */
const steps: readonly Step[] = [
  { name: "tests", argv: ["tsx", "tools/xtask/build/run-tests.ts", ".test.ts"] },
  { name: "format", argv: ["oxfmt", "--check", "."] },
  { name: "lint", argv: ["oxlint", "--type-aware", "--deny-warnings", "--format=unix", "."] },
  { name: "types", argv: ["tsc", "-p", "tsconfig.json"] },
  { name: "types-core", argv: ["tsc", "-p", "tsconfig.core.json"] },
  { name: "codegen", argv: [...xtask, "codegen", "--check"] },
  { name: "unused", argv: ["knip", "--no-progress", "--no-config-hints"] },
  { name: "api-docs", argv: ["tsx", "tools/xtask/build/api-docs.ts", "--check"] },
  { name: "command-docs", argv: ["tsx", "tools/xtask/build/command-docs.ts", "--check"] },
  { name: "support", argv: [...xtask, "support-matrix", "--check"] },
  { name: "ci", argv: [...xtask, "ci", "generate", "--check"] },
  { name: "workflows", argv: ["tsx", "tools/xtask/build/lint-workflows.ts"] },
  { name: "validate", argv: [...xtask, "validate", "--all"] },
  { name: "verify", argv: [...xtask, "verify", "--all"] },
];

process.exitCode = await preflight();

/** Runs all steps, two at a time, shows the output of the red ones, and returns the exit code. */
async function preflight(): Promise<number> {
  const startedAt = performance.now();
  const queue = [...steps];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) outcomes.push(await run(step));
  };
  await Promise.all([work(), work()]);
  const red = outcomes.filter(({ passed }) => !passed);
  const took = secondsSince(startedAt);
  if (red.length === 0) {
    process.stdout.write(`preflight: all ${String(steps.length)} steps passed in ${took} s\n`);
    return 0;
  }
  const again = red.map(({ name, argv }) => `  ${name.padEnd(12)} ${argv.join(" ")}\n`).join("");
  process.stdout.write(
    `preflight: FAILED ${String(red.length)} of ${String(steps.length)} steps in ${took} s; each runs alone as\n${again}`,
  );
  return 1;
}

async function run(step: Step): Promise<Outcome> {
  const startedAt = performance.now();
  const { passed, output } = await collect(step.argv);
  const seconds = secondsSince(startedAt);
  process.stdout.write(`${passed ? "ok    " : "FAILED"} ${step.name.padEnd(12)} ${seconds.padStart(6)} s\n`);
  // Of a red test run, what follows the list of all tests.
  const shown = output.slice(Math.max(output.indexOf("✖ failing tests:"), 0));
  if (!passed) process.stdout.write(`${shown.trimEnd().replaceAll(/^/gm, "  | ")}\n`);
  return { ...step, passed, seconds };
}

function collect([file = "", ...args]: readonly string[]): Promise<{ readonly passed: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ passed: false, output: error.message }));
    child.on("close", (code) => resolve({ passed: code === 0, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
