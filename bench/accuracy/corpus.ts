import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedPages } from "./truth/generated-pages.ts";

/** Where the program of an entry comes from. */
export type Source =
  /** One file of an npm package, pinned in an `artifacts.lock.json`: that of the entry, or of `manifests/<id>`. */
  | { readonly type: "pinned"; readonly versions: readonly string[] }
  /** A package with all that it depends on, pinned in the entry's `package-lock.json`. */
  | { readonly type: "npm"; readonly script: string }
  /** A program of the system. Its version is whatever is installed. */
  | { readonly type: "debian"; readonly package: string; readonly program: string };

/** What tells the truth about an entry. */
export type TruthKind = "clap-completion" | "declarations" | "cobra-complete" | "oclif-manifest" | "labels";

/** A folder of `corpus/`: one CLI with its versions. */
export interface CorpusEntry {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly truth: TruthKind;
  /** The source that no snapshot reads, where the truth has none with it: what the program generated about itself. */
  readonly pages?: GeneratedPages;
  /** `false` where nobody has reviewed what the program does with words before it reads its command line. */
  readonly asks?: boolean;
  /** `true` where taking the help of all commands again and again, in other shapes or for times, would take hours. */
  readonly slow?: boolean;
  /** Why misses remain: those of whose unit and field the pattern finds something in `unit | field`. */
  readonly known?: readonly { readonly pattern: string; readonly why: string }[];
  /** Its folder. */
  readonly folder: string;
  /** The folder of its `cli.json`: its own, or that of `manifests/<id>`. */
  readonly root: string;
  readonly descriptor: Descriptor;
}

/** What the bench reads of a `cli.json`. */
export interface Descriptor {
  readonly id: string;
  readonly binary: string;
  readonly version_args: readonly string[];
  readonly framework: string;
  readonly hidden_help_args?: readonly string[];
  readonly completion?: { readonly args?: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
  readonly probe_candidates?: readonly { readonly path: readonly string[]; readonly flags?: readonly string[] }[];
}

/** Reads `corpus/`. Entries are in the order of frameworks and titles. */
export function readCorpus(repository: string): readonly CorpusEntry[] {
  const corpus = join(repository, "bench/accuracy/corpus");
  const entries = readdirSync(corpus).map((id): CorpusEntry => {
    const folder = join(corpus, id);
    const root = existsSync(join(folder, "cli.json")) ? folder : join(repository, "manifests", id);
    const entry = readJson(join(folder, "corpus.json")) as Omit<CorpusEntry, "id" | "folder" | "root" | "descriptor">;
    return { id, ...entry, folder, root, descriptor: readJson(join(root, "cli.json")) as Descriptor };
  });
  if (entries.length === 0) throw new Error(`${corpus} is empty`);
  return entries.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), "en"));
}

/** Parses a JSON file of the repository. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function keyOf({ descriptor, title }: CorpusEntry): string {
  return `${descriptor.framework} ${title.toLowerCase()}`;
}
