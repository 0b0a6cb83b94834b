import { UsageError } from "@lockstep/kernel";
import {
  compareViolations,
  listValidationCodes,
  planFixes,
  renderCodesAsMarkdown,
  renderCodesAsText,
  renderViolation,
  validateRoot,
  violationDocument,
  type Violation,
} from "@lockstep/parity/validate";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { asFailure } from "../validation/failure.ts";
import { openRoot, type OpenRoot } from "../validation/open-root.ts";
import { askOfRoot } from "../validation/root-reader.ts";
import { defineCommand, type World } from "../world.ts";

/** Checks manifest roots against their contract, and with `--mode fix` repairs what is mechanical first. */
export const validate = defineCommand({
  name: "validate",
  summary: "Check a manifest root against its contract",
  examples: ["xtask validate --cli codex", "xtask validate --all --json", "xtask validate --root path/to/root --mode fix"],
  options: {
    ...rootOptions,
    all: { type: "boolean", describe: "Check every folder of manifests/ that has a RULES.json" },
    mode: {
      type: "string",
      choices: ["check", "fix"],
      default: "check",
      describe: "fix: repair pointers and current.json mechanically, then check",
    },
    schema: { type: "string", describe: "The schema of artifacts (default: <root>/SCHEMA.json, else the built-in one)" },
    "version-schema": {
      type: "string",
      aliases: ["version-metadata-schema"],
      describe: "The schema of version metadata (default: <root>/VERSION_METADATA_SCHEMA.json, else the built-in one)",
    },
    list: { type: "boolean", describe: "Print every code with its condition and check nothing" },
    format: { type: "string", choices: ["text", "md"], describe: "How --list prints (default: text)" },
    json: { type: "boolean", describe: "Print the violations as one JSON document on standard output" },
  },
  exits: {
    0: "no violation",
    2: "violations, on standard error",
    3: "the rules or a schema cannot be used",
    64: "wrong command line",
  },
  documents: ["validate-codes.v1"],
  reads: (options) => (options.list ? [] : [`${options.all ? "manifests/*" : cliRoot(options).root}/**`]),
  writes: (options) => {
    const root = options.all ? "manifests/*" : cliRoot(options).root;
    return options.mode === "fix" && !options.list ? [`${root}/*.txt`, `${root}/pointers/**`, `${root}/current.json`] : [];
  },
  async run(options, world) {
    const usage = (code: string, message: string): UsageError => new UsageError(code, message, { hint: `xtask ${world.invokedAs} --help` });
    if (options.format !== undefined && !options.list) throw usage("OPTION_NEEDS", 'The option "--format" needs "--list"');
    if (options.list) {
      const text = options.format === "md" ? renderCodesAsMarkdown() : renderCodesAsText();
      return { status: "ok", data: { schema: "validate-codes.v1", codes: listValidationCodes() }, text };
    }
    for (const name of ["root", "rules"] as const) {
      if (options.all && options[name] !== undefined)
        throw usage("OPTION_CONFLICT", `The options "--all" and "--${name}" exclude each other`);
    }
    try {
      const opened = await openRoots(world, options);
      const roots = options.mode === "fix" ? await fixRoots(world, opened) : opened;
      return resultOf(roots.flatMap(prefixedViolations).toSorted(compareViolations), world.invokedAs, options.json);
    } catch (error) {
      throw asFailure(error instanceof AggregateError ? error.errors : [error], world.invokedAs);
    }
  },
});

/** An open root, and what stands before the path of each of its violations. */
type PrefixedRoot = OpenRoot & { readonly prefix: string };

type RootChoice = Parameters<typeof cliRoot>[0] & {
  readonly all: boolean;
  readonly schema: string | undefined;
  readonly "version-schema": string | undefined;
};

/** Opens every root before any of them is touched. Throws an `AggregateError` with the error of each that cannot be used. */
async function openRoots({ files }: World, options: RootChoice): Promise<readonly PrefixedRoot[]> {
  const roots = options.all ? await allRoots(files) : [cliRoot(options)];
  const schemas = { schema: options.schema, versionSchema: options["version-schema"] };
  const opened = await Promise.allSettled(
    roots.map(async (root) => ({ ...(await openRoot(files, root, schemas)), prefix: options.all ? `${root.cli}/` : "" })),
  );
  const errors = opened.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  if (errors.length > 0) throw new AggregateError(errors);
  return opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** Repairs all roots at once or none, and returns them as they are then. */
async function fixRoots(world: World, roots: readonly PrefixedRoot[]): Promise<readonly PrefixedRoot[]> {
  const writes = new Map<string, string>();
  for (const { folder, input } of roots) {
    for (const [path, text] of await askOfRoot(world.files, folder, input.files, () => planFixes(input))) {
      writes.set(`${folder}/${path}`, text);
      input.files.put(path, { type: "text", text });
    }
  }
  await world.files.writeAll(writes);
  for (const path of writes.keys()) world.progress(`fixed ${path}`);
  const checked = roots.map(async (root) => ({
    ...root,
    violations: await askOfRoot(world.files, root.folder, root.input.files, () => validateRoot(root.input)),
  }));
  return Promise.all(checked);
}

function prefixedViolations({ prefix, violations }: PrefixedRoot): readonly Violation[] {
  return prefix === "" ? violations : violations.map((violation) => ({ ...violation, path: `${prefix}${violation.path}` }));
}

function resultOf(violations: readonly Violation[], invokedAs: string, json: boolean) {
  const data = { ok: violations.length === 0, violations: violations.map(violationDocument) };
  const ok = `OK: ${invokedAs}`;
  if (data.ok) return { status: "ok", data, text: json ? "" : ok, ...(json ? { diagnostics: ok } : {}) } as const;
  return {
    status: "findings",
    data,
    text: "",
    diagnostics: [`FAIL: ${String(violations.length)} violations`, ...violations.map(renderViolation)].join("\n"),
  } as const;
}
