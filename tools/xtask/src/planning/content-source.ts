import { InputError, UsageError } from "@lockstep/kernel";
import type { World } from "../world.ts";

/** Where `plan add` takes from what is planned. */
export type ContentSource =
  | { readonly type: "content"; readonly bytes: Uint8Array }
  | { readonly type: "patch"; readonly bytes: Uint8Array; readonly name: string }
  | { readonly type: "delete" }
  /** The permission bits alone. */
  | { readonly type: "mode" };

/** The options of `plan add` that choose it. */
export interface SourceOptions {
  readonly file: string | undefined;
  readonly stdin: boolean;
  readonly patch: string | undefined;
  readonly delete: boolean;
  readonly mode: string | undefined;
}

const hint = "xtask plan add --help";

/**
 * Reads what the options name, bytes as they are. Throws `UsageError` `SOURCE_NOT_GIVEN` or `OPTION_CONFLICT` unless there is exactly one
 * source, and `InputError` `SOURCE_MISSING`.
 */
export async function readSource(world: Pick<World, "files" | "input">, options: SourceOptions): Promise<ContentSource> {
  const given = [
    ...(options.file === undefined ? [] : ["--file"]),
    ...(options.stdin ? ["--stdin"] : []),
    ...(options.patch === undefined ? [] : ["--patch"]),
    ...(options.delete ? ["--delete"] : []),
  ];
  if (given.length > 1) {
    throw new UsageError("OPTION_CONFLICT", `The options ${given.map((flag) => `"${flag}"`).join(" and ")} exclude each other`, { hint });
  }
  if (options.mode !== undefined && (options.patch !== undefined || options.delete)) {
    throw new UsageError("OPTION_CONFLICT", `The options "--mode" and "${given[0] ?? ""}" exclude each other`, { hint });
  }
  if (options.file !== undefined) return { type: "content", bytes: await readFileBytes(world, options.file) };
  if (options.stdin) return { type: "content", bytes: await readInput(world, "--stdin") };
  if (options.patch === "-") return { type: "patch", bytes: await readInput(world, "--patch -"), name: "standard input" };
  if (options.patch !== undefined) return { type: "patch", bytes: await readFileBytes(world, options.patch), name: options.patch };
  if (options.delete) return { type: "delete" };
  if (options.mode !== undefined) return { type: "mode" };
  throw new UsageError("SOURCE_NOT_GIVEN", 'Nothing says what is planned: give "--file", "--stdin", "--patch", "--delete" or "--mode"', {
    hint,
  });
}

async function readFileBytes({ files }: Pick<World, "files">, path: string): Promise<Uint8Array> {
  const found = await files.stat(path);
  if (found?.type === "folder") {
    throw new InputError("SOURCE_MISSING", `"${path}" is a folder, and a file with the content is wanted`, { hint: "Name a file" });
  }
  const bytes = await files.readBytes(path);
  if (bytes === undefined)
    throw new InputError("SOURCE_MISSING", `The file "${path}" does not exist`, { hint: "Name a file with the content" });
  return bytes;
}

function readInput({ input }: Pick<World, "input">, flag: string): Promise<Uint8Array> {
  if (input === undefined) throw new Error("This runner has no standard input");
  if (input.isTerminal) {
    throw new UsageError("INPUT_IS_TERMINAL", `"${flag}" reads standard input, which is a terminal`, {
      hint: "Pipe the content in, or write it to a file and give --file",
    });
  }
  return input.readAll();
}
