import { UsageError } from "@lockstep/kernel";
import { renderMatrix } from "@lockstep/parity/support-matrix";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { planSupportPage, readSupport } from "../stages/support-matrix.ts";
import { defineCommand } from "../world.ts";

const DEFAULT_PAGE = "docs/support.md";

/** Writes which versions of which CLIs are supported on which targets, as their committed metadata has it. */
export const supportMatrix = defineCommand({
  name: "support-matrix",
  summary: "Write which version of which CLI is validated and supported on which target",
  examples: ["xtask support-matrix", "xtask support-matrix --check", "xtask support-matrix --cli codex --json"],
  options: {
    cli: {
      type: "string",
      describe: "Only this CLI, and write nothing (default: every CLI of manifests/)",
      format: rootOptions.cli.format,
    },
    root: { type: "string", describe: "The manifest root, with --cli (default: manifests/<cli>)" },
    page: {
      type: "string",
      describe: `The Markdown file with the marks <!-- support --> and <!-- /support --> (default: ${DEFAULT_PAGE})`,
    },
    check: checkOption,
  },
  exits: {
    0: "written, or current",
    2: "with `--check` the page is stale or missing",
    3: "no answer: a root is malformed, or the page has no marks",
    64: "wrong command line",
  },
  documents: ["support-matrix.v1"],
  reads: ({ cli, root, page }) => [`${root ?? `manifests/${cli ?? "*"}`}/**`, ...(cli === undefined ? [page ?? DEFAULT_PAGE] : [])],
  writes: ({ cli, page, check }) => (cli === undefined && !check ? [page ?? DEFAULT_PAGE] : []),
  async run({ cli, root, page: givenPage, check }, world) {
    if (cli === undefined && root !== undefined) {
      throw new UsageError("OPTION_NEEDS", 'The option "--root" needs "--cli"', { hint: "xtask support-matrix --help" });
    }
    if (cli !== undefined) {
      if (check || givenPage !== undefined) {
        throw new UsageError("OPTION_CONFLICT", `The option "--cli" excludes "--${check ? "check" : "page"}": a page has every CLI`, {
          hint: "xtask support-matrix --help",
        });
      }
      const clis = await readSupport(world, [cliRoot({ cli, root, rules: undefined })]);
      return { status: "ok", data: { schema: "support-matrix.v1", page: null, clis }, text: renderMatrix(clis).trimEnd() };
    }
    const page = givenPage ?? DEFAULT_PAGE;
    const clis = await readSupport(world, await allRoots(world.files));
    const artifact = await planSupportPage(world, page, clis);
    const fix = `xtask support-matrix${givenPage === undefined ? "" : ` --page '${page}'`}`;
    if (check) return staleResult("support-matrix.v1", await compareArtifacts(world, [artifact]), fix);
    const { written } = await writeArtifacts(world, [artifact], { option: undefined, optionName: "", root: "", version: undefined });
    const versions = clis.reduce((sum, each) => sum + each.versions.length, 0);
    return {
      status: "ok",
      data: { schema: "support-matrix.v1", page: { path: page, written: written.length > 0 }, clis },
      text: `${page} (${written.length > 0 ? "written" : "unchanged"}): ${String(versions)} versions of ${clis.map((each) => each.cli).join(", ")}`,
    };
  },
});
