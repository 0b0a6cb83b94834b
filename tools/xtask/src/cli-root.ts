import { parseContract, type CliDescriptor, type ParityRules } from "@lockstep/contracts";
import { InputError, type Files, type OptionSpec } from "@lockstep/kernel";
import { assertRulesSupported } from "@lockstep/parity/rules";
import { bundledDescriptors } from "./bundled-descriptors.ts";

/** The options of every command that works on one CLI's manifest root. */
export const rootOptions = {
  cli: {
    type: "string",
    default: "codex",
    describe: "The CLI: a folder of manifests/",
    format: { pattern: /^[a-z][a-z0-9_]*$/, wanted: "a name like codex or claude_code" },
  },
  root: { type: "string", aliases: ["codex-dir"], describe: "The manifest root (default: manifests/<cli>)" },
  rules: { type: "string", describe: "The rules (default: <root>/RULES.json)" },
} satisfies Record<string, OptionSpec>;

/** The option that names an upstream version. */
export const versionOption = {
  type: "string",
  required: true,
  describe: "The upstream version",
  format: { pattern: /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, wanted: "a version like 1.2.3" },
} as const satisfies OptionSpec;

/** Where one CLI's manifests are. Paths use `/`, as they were given. */
export interface CliRoot {
  readonly cli: string;
  readonly root: string;
  readonly rulesPath: string;
}

/** Resolves `rootOptions` to paths. */
export function cliRoot(options: { readonly cli: string; readonly root: string | undefined; readonly rules: string | undefined }): CliRoot {
  const root = (options.root ?? `manifests/${options.cli}`).replace(/(?<=.)\/+$/, "");
  return { cli: options.cli, root, rulesPath: options.rules ?? `${root}/RULES.json` };
}

/** The words that lead a command to the same root, for the commands that messages suggest. */
export function rootWords({ cli, root, rulesPath }: CliRoot): string {
  const words = [`--cli ${cli}`];
  if (root !== `manifests/${cli}`) words.push(`--root ${root}`);
  if (rulesPath !== `${root}/RULES.json`) words.push(`--rules ${rulesPath}`);
  return words.join(" ");
}

/** The words that lead a command to a root of which only the folder is known. */
export function folderWords(root: string): string {
  const cli = /^manifests\/([^/]+)$/.exec(root)?.[1];
  return cli === undefined ? `--root ${root}` : `--cli ${cli}`;
}

/** Reads the rules of a root. Throws `InputError` when they are absent or invalid. */
export async function readRules(
  files: Files,
  { rulesPath, root, cli }: Pick<CliRoot, "rulesPath"> & Partial<CliRoot>,
): Promise<ParityRules> {
  if (cli !== undefined && root === `manifests/${cli}` && (await files.stat(root)) === undefined) throw await unknownCli(files, cli);
  const text = await requireText(files, rulesPath, "Name the manifest root with --root or the rules with --rules");
  const rules = parseContract("ParityRules", rulesPath, text);
  assertRulesSupported(rules, rulesPath);
  return rules;
}

/** Reads `cli.json` from the root, else from `manifests/<cli>/`, else takes the bundled one; `undefined` when there is none. */
export async function readDescriptor(files: Files, { root, cli }: Pick<CliRoot, "root" | "cli">): Promise<CliDescriptor | undefined> {
  for (const path of [`${root}/cli.json`, `manifests/${cli}/cli.json`]) {
    const text = await files.readText(path);
    if (text !== undefined) return parseContract("CliDescriptor", path, text);
  }
  return bundledDescriptors[cli];
}

/** The text of a file that has to exist. Throws `InputError` `FILE_MISSING` naming it and the next step. */
export async function requireText(files: Files, path: string, hint: string): Promise<string> {
  const text = await files.readText(path);
  if (text === undefined) throw new InputError("FILE_MISSING", `"${path}" does not exist`, { hint });
  return text;
}

async function unknownCli(files: Files, cli: string): Promise<InputError> {
  const known = ((await files.list("manifests")) ?? []).filter(({ type }) => type === "folder").map(({ name }) => name);
  if (known.length === 0) {
    return new InputError("ROOTS_MISSING", `"${files.absolute("manifests")}" does not exist or is empty`, {
      hint: "Run it in the repository's root, begin with xtask new-cli, or name a manifest root with --root",
    });
  }
  return new InputError("CLI_UNKNOWN", `There is no CLI "${cli}" in "${files.absolute("manifests")}"; there are: ${known.join(", ")}`, {
    hint: "Name one of these with --cli, or a manifest root with --root",
  });
}
