import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { IsolatedCli } from "../isolated-cli.ts";
import type { UnreadCommand } from "../scoring/unread.ts";

/** Pages that a program generated about itself: the manual pages of its Debian package, or what a command of its own writes. */
export type GeneratedPages =
  | { readonly format: "man" }
  /** `{folder}` in the words stands for an empty folder. */
  | { readonly format: "markdown"; readonly args: readonly string[] };

const MAN_PAGES = "/usr/share/man/man1";

/** The commands and flags of such pages; `undefined` when there are none. */
export async function readGeneratedPages(
  pages: GeneratedPages,
  cli: IsolatedCli,
  program: string,
): Promise<readonly UnreadCommand[] | undefined> {
  const commands = pages.format === "man" ? manPages(program) : await markdownPages(pages.args, cli, program);
  return commands.length === 0 ? undefined : commands;
}

function manPages(program: string): readonly UnreadCommand[] {
  const names = existsSync(MAN_PAGES) ? readdirSync(MAN_PAGES) : [];
  return names.flatMap((file) => {
    const [name = ""] = file.split(".1.gz");
    if (!file.endsWith(".1.gz") || (name !== program && !name.startsWith(`${program}-`))) return [];
    const page = gunzipSync(readFileSync(join(MAN_PAGES, file))).toString("utf8");
    const path = pathOf(name, plainRoff(sectionOf(page, "SYNOPSIS")).trim().split(/\s+/));
    return path === undefined ? [] : [{ path, flags: manFlags(page) }];
  });
}

/** `.SH OPTIONS` has the command's own flags, `.SH OPTIONS INHERITED FROM …` those from above. A flag stands on the line below `.PP` or `.TP`. */
function manFlags(page: string): readonly string[] {
  const rows = [...page.matchAll(/^\.SH (OPTIONS[A-Z ]*)\n([^]*?)(?=^\.SH |(?![^]))/gm)].flatMap(([, , body = ""]) =>
    [...body.matchAll(/^\.[PT]P\n(.*)$/gm)].map(([, row = ""]) => plainRoff(row)),
  );
  return rows.flatMap(flagsOfRow);
}

/** The words of a usage after the program that spell the name of a page, `gh-repo-deploy-key-add`. */
function pathOf(name: string, words: readonly string[]): readonly string[] | undefined {
  const length = words.findIndex((_, index) => words.slice(0, index + 1).join("-") === name);
  return length === -1 ? undefined : words.slice(1, length + 1);
}

function sectionOf(page: string, title: string): string {
  return page.split(/^\.SH /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
}

function plainRoff(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith(".") && line !== "SYNOPSIS")
    .join("\n")
    .replaceAll(/\\f(?:C|B|R|P|I)/g, "")
    .replaceAll("\\&", "")
    .replaceAll("\\-", "-");
}

/** One file for each command with its path in `title:`; a page without a command of its own has the flags of all: they are the root's. */
async function markdownPages(args: readonly string[], cli: IsolatedCli, program: string): Promise<readonly UnreadCommand[]> {
  const folder = cli.scratch("pages");
  mkdirSync(folder, { recursive: true });
  await cli.call(args.map((word) => word.replaceAll("{folder}", folder)));
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const commands = new Map<string, UnreadCommand>();
  for (const text of texts) {
    const [first, ...path] = (/^title: "(.*)"$/m.exec(text)?.[1] ?? "").split(" ");
    const own = first === program ? path : [];
    const flags = [...text.matchAll(/^```\n([^]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n").map((row) => row.trim()));
    const known = commands.get(own.join(" "))?.flags ?? [];
    const all = [...known, ...flags.filter((row) => row.startsWith("-")).flatMap(flagsOfRow)];
    commands.set(own.join(" "), { path: own, flags: [...new Set(all)] });
  }
  return [...commands.values()];
}

/** `-f, --flag type   Text`. */
function flagsOfRow(row: string): readonly string[] {
  const names = /^(?:-\w(?:, )?)?(?:--[\w.-]+)?/.exec(row)?.[0] ?? "";
  return names.split(", ").filter((name) => name !== "");
}
