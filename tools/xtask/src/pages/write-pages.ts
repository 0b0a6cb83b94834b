import { createHash } from "node:crypto";
import { EXIT, ToolError } from "@lockstep/kernel";
import { renderCliPage, renderIndexPage, renderSummaryMarkdown, type CliPage, type Rendering } from "@lockstep/pages";
import { compareArtifacts, type Artifact } from "../artifacts.ts";
import type { CliRoot } from "../cli-root.ts";
import type { World } from "../world.ts";
import { pageHref, rootLinks } from "./page-links.ts";
import { readCliPage } from "./read-cli-page.ts";

/** Which pages are made, and where to. */
export interface PagesChoice {
  readonly roots: readonly CliRoot[];
  readonly folder: string;
  /** The pages name and link each other in `index.html`. */
  readonly hasIndex: boolean;
  readonly version: string | undefined;
  readonly formats: { readonly html: boolean; readonly md: boolean };
}

/** What became of the pages. */
export interface PagesWritten {
  readonly written: readonly string[];
  /** Pages that were as they should be already. */
  readonly unchanged: readonly string[];
  /** The summary of all CLIs; `null` where none was asked for. */
  readonly markdown: string | null;
  /** Why a CLI has no page; there is always one that has. */
  readonly failures: readonly ToolError[];
}

/** Writes the page of each CLI, and the index, and makes their summary. Throws what the first CLI throws when none can be read. */
export async function writePages(world: World, choice: PagesChoice): Promise<PagesWritten> {
  const { folder, hasIndex, formats, version } = choice;
  const read: { readonly where: CliRoot; readonly page: CliPage }[] = [];
  const failures: ToolError[] = [];
  for (const where of choice.roots) {
    try {
      read.push({ where, page: await readCliPage(world, where, { folder, version, indexHref: hasIndex ? "index.html" : null }) });
    } catch (error) {
      // The others are told all the same.
      if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (failure !== undefined && read.length === 0) throw failure;
  const artifacts = formats.html ? await planPages(world, choice, read) : [];
  const states = await compareArtifacts(world, artifacts);
  const isCurrent = (path: string): boolean => states.some((state) => state.path === path && state.state === "current");
  const texts = artifacts.flatMap(({ path, content }) =>
    content.type === "text" && !isCurrent(path) ? [[path, content.text] as const] : [],
  );
  await world.files.writeAll(new Map(texts));
  return {
    written: texts.map(([path]) => path),
    unchanged: artifacts.map(({ path }) => path).filter(isCurrent),
    markdown: formats.md ? read.map(({ page }) => renderSummaryMarkdown(page)).join("\n") : null,
    failures,
  };
}

async function planPages(
  { files }: World,
  { folder, hasIndex }: PagesChoice,
  read: readonly { readonly where: CliRoot; readonly page: CliPage }[],
): Promise<readonly Artifact[]> {
  const text = (name: string, content: string): Artifact => ({ path: `${folder}/${name}`, content: { type: "text", text: content } });
  const pages = read.map(({ page }) => text(`${page.cli}.html`, renderCliPage(page, rendering)));
  if (!hasIndex) return pages;
  const entries = await Promise.all(
    read.map(async ({ where, page }) => ({
      page,
      href: pageHref(files, folder, `${folder}/${page.cli}.html`),
      links: (await rootLinks(files, where.root, folder, ["RULES.json", "wrapper_coverage.json"])).map(({ text: name, href }) => ({
        text: name === "RULES.json" ? "rules" : "coverage",
        href,
      })),
    })),
  );
  return [...pages, text("index.html", renderIndexPage(entries, rendering))];
}

/** The SHA-256 of a text in base64, as a page's policy has it. */
export function sha256Base64(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

const rendering: Rendering = { sha256: sha256Base64 };
