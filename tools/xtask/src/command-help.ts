import type { Command, OptionSpec } from "@lockstep/kernel";
import yargs, { type Options } from "yargs";
import { entryOf, flaggedOptions, type FlaggedSpec } from "./option-table.ts";
import type { World } from "./world.ts";

/** The text of `xtask <command> --help`: at most 120 columns, 100 where there is no terminal. */
export async function renderHelp(
  command: Command<World>,
  invokedAs: string,
  specs: Readonly<Record<string, OptionSpec>>,
  columns: number | undefined,
): Promise<string> {
  const words = entryOf(specs, "words")?.[1];
  const behind = entryOf(specs, "command")?.[1];
  const usage = [
    `Usage: xtask ${invokedAs}`,
    ...(words === undefined ? [] : [words.placeholder]),
    "[options]",
    ...(behind === undefined ? [] : [`[-- ${behind.placeholder}]`]),
  ].join(" ");
  const free = [words, behind].flatMap((spec) => spec ?? []);
  const width = Math.max(...free.map(({ placeholder }) => placeholder.length));
  const rows = free.map(({ placeholder, describe }) => `  ${placeholder.padEnd(width)}  ${describe}`);
  const help = await yargs([])
    .locale("en")
    .version(false)
    .help(false)
    .exitProcess(false)
    .options(Object.fromEntries(flaggedOptions(specs).map(([name, spec]) => [name, yargsOption(spec)])))
    .wrap(Math.min(columns ?? 100, 120))
    .epilogue(
      (command.examples ?? []).length === 0 ? "" : `Examples:\n${(command.examples ?? []).map((example) => `  ${example}`).join("\n")}`,
    )
    .getHelp();
  // The layout of a usage text drops its indentation, so what stands above the options is put there afterwards.
  return [usage, "", `${command.summary}.`, "", ...(rows.length === 0 ? [] : [...rows, ""]), help.trim()].join("\n");
}

function yargsOption(spec: FlaggedSpec): Options {
  return {
    type: spec.type === "list" || spec.type === "all-or-some" ? "string" : spec.type,
    describe: spec.type === "all-or-some" ? `${spec.describe}; with ${spec.placeholder} of that alone, and repeatable` : spec.describe,
    ...(spec.type === "list" || spec.type === "all-or-some" ? { array: true } : {}),
    ...("choices" in spec && spec.choices !== undefined ? { choices: spec.choices } : {}),
    ...("required" in spec ? { demandOption: true } : {}),
    ...("default" in spec && spec.default !== undefined ? { defaultDescription: String(spec.default) } : {}),
    ...(spec.aliases === undefined ? {} : { alias: [...spec.aliases] }),
  };
}
