import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "yaml";

/** A step as the generated text has it. */
export interface ParsedStep {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
}

export interface ParsedJob {
  readonly needs?: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps?: readonly ParsedStep[];
}

export interface ParsedWorkflow {
  readonly on: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly options?: readonly string[] }>> } | null>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, ParsedJob>>;
}

/** A committed workflow. */
export function readWorkflow(name: string): ParsedWorkflow {
  return parse(readFileSync(join(import.meta.dirname, "../../../.github/workflows", `${name}.yml`), "utf8")) as ParsedWorkflow;
}

/** What a run of a workflow knows: `inputs.cli`, `matrix.runner`, `runner.temp` and so on. */
export type RunContext = Readonly<Record<string, string>>;

/**
 * A text with its expressions replaced. It understands what the workflows are made of beside conditions: a name of the context, and an
 * entry of a table. Throws for anything else, so that no test passes by an expression that nobody read.
 */
export function expand(text: string, context: RunContext): string {
  return text.replaceAll(/\$\{\{([\s\S]*?)\}\}/g, (_whole, inner: string) => {
    const expression = inner.trim();
    const named = context[expression];
    if (named !== undefined) return named;
    const [, table, key] = /^fromJSON\('([^']*)'\)\[([a-z_.]+)\]$/.exec(expression) ?? [];
    const entry = (JSON.parse(table ?? "{}") as Readonly<Record<string, unknown>>)[context[key ?? ""] ?? ""];
    if (entry === undefined) throw new Error(`The context has no "${expression}"`);
    return JSON.stringify(entry);
  });
}

/** The step of a job with that name. */
export function stepOf(workflow: ParsedWorkflow, job: string, name: string): ParsedStep {
  const step = workflow.jobs[job]?.steps?.find((each) => each.name === name);
  if (step === undefined) throw new Error(`The job "${job}" has no step "${name}"`);
  return step;
}

/** The step of a job that uploads an artifact. */
export function uploadOf(workflow: ParsedWorkflow, job: string): ParsedStep {
  const step = workflow.jobs[job]?.steps?.find(({ uses }) => uses?.startsWith("actions/upload-artifact@") === true);
  if (step === undefined) throw new Error(`The job "${job}" uploads nothing`);
  return step;
}

/**
 * The artifact of an upload step: its name, and the files in it by their name there. Several paths keep what they do not share of
 * their folders, one path alone is the root itself: so does `actions/upload-artifact`.
 * @param machine the files of the job's machine, relative to its checkout
 */
export function artifactOf(
  step: ParsedStep,
  context: RunContext,
  machine: readonly string[],
): { readonly name: string; readonly files: ReadonlyMap<string, string> } {
  const paths = expand(String(step.with?.["path"]), context)
    .split("\n")
    .filter((path) => path !== "");
  const root = paths.length === 1 ? (paths[0] ?? "") : commonFolder(paths);
  const files = machine.filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
  return {
    name: expand(String(step.with?.["name"]), context),
    files: new Map(files.map((file) => [posix.relative(root, file), file])),
  };
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/"));
  const length = first.findIndex((word, index) => others.some((other) => other[index] !== word));
  return first.slice(0, length === -1 ? first.length : length).join("/");
}

/** The command lines of the runner in a step, as words with their variables replaced. Anything else in the step is passed over. */
export function runnerLines(step: ParsedStep, variables: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return (step.run ?? "")
    .split("\n")
    .filter((line) => line.startsWith("pnpm xtask "))
    .map((line) =>
      line
        .split(" ")
        .slice(2)
        .map((word) =>
          word.replaceAll('"', "").replaceAll(/\$([A-Z_]+)/g, (_whole, name: string) => {
            const value = variables[name];
            if (value === undefined) throw new Error(`No variable "${name}" for: ${line}`);
            return value;
          }),
        ),
    );
}
