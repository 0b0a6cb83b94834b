import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandNames } from "../src/commands.ts";
import { command, renderCommandPage, renderIndex } from "./command-pages/render-page.ts";
import { root } from "./wrappers.ts";

process.exitCode = await commandDocs(process.argv.includes("--check"));

/**
 * Writes the generated block of every `docs/commands/<name>.md`, and their index, or compares; what stands around a block is kept.
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
  for (const name of commandNames) {
    const path = `docs/commands/${name}.md`;
    const old = read(path);
    if (old === undefined) findings.push(`${path} is missing; write a sentence on ${name} there, and "<!-- help -->", "<!-- /help -->"`);
    else bring(path, old, await renderCommandPage(name, old));
  }
  const index = "docs/commands/README.md";
  bring(index, read(index), await renderIndex());
  process.stderr.write(findings.map((finding) => `command-docs: ${finding}\n`).join(""));
  return findings.length === 0 ? 0 : 1;
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}
