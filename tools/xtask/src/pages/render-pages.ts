import type { CommandResult } from "@lockstep/kernel";
import type { World } from "../world.ts";
import { writePages, type PagesChoice } from "./write-pages.ts";

/** Makes pages and a summary; `reports` is what became of the reports, where those were written before. */
export async function renderPages(
  world: World,
  { reports, ...choice }: PagesChoice & { readonly reports: CommandResult | undefined },
): Promise<CommandResult> {
  const { written, unchanged, markdown, failures } = await writePages(world, choice);
  const lines = [...written.map((path) => `${path} (written)`), ...unchanged.map((path) => `${path} (unchanged)`)];
  return {
    status: "ok",
    failures,
    data: { schema: "report.pages.v1", written, unchanged, markdown, reports: reports?.data ?? null },
    text: [reports?.text ?? [], lines, markdown?.trimEnd() ?? []].flat().join("\n"),
  };
}
