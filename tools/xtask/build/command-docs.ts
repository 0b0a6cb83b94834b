import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blockMarks, command, commandPages, renderCommandPage, renderIndex } from "./command-pages/render-page.ts";
import { root } from "./wrappers.ts";

process.exitCode = await commandDocs(process.argv.includes("--check"));

/**
 * Writes the generated blocks of every page of `docs/commands/`, and their index, or compares; what stands around a block is kept.
 * Prints what is wrong and returns the exit code.
 */
async function commandDocs(check: boolean): Promise<number> {
  const findings: string[] = [];
  const bring = (path: string, old: string | undefined, text: string): void => {
    if (old === text) return;
    if (check) {
      findings.push(`${path} is ${old === undefined ? "missing" : "stale"}; write it with: ${command}`);
    } else {
      writeFileSync(join(root, path), text);
      process.stdout.write(`${path}\n`);
    }
  };
  for (const [page, names] of commandPages) {
    const path = `docs/commands/${page}.md`;
    const old = read(path);
    if (old === undefined) {
      const marks = names.map(blockMarks).map(({ start, end }) => `"${start.trim()}", "${end.trim()}"`);
      findings.push(`${path} is missing; write a sentence on ${page} there, and ${marks.join(", ")}`);
    } else {
      bring(path, old, await renderCommandPage(page, old));
    }
  }
  const index = "docs/commands/README.md";
  bring(index, read(index), await renderIndex());
  process.stderr.write(findings.map((finding) => `command-docs: ${finding}\n`).join(""));
  return findings.length === 0 ? 0 : 1;
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}
