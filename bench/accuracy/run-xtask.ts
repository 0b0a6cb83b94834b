import { join } from "node:path";
import { diskBinaries, diskFiles, npmPackageClient, releaseSources, systemClock, systemHost } from "@lockstep/adapters";
import { runProcess } from "@lockstep/runtime";
import { main } from "@lockstep/xtask";
import type { Processes } from "./remembered-processes.ts";

/** How a command of the runner ended. */
export interface XtaskEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the runner in this process, with its caches below `.cache/accuracy`. */
export async function runXtask(
  repository: string,
  words: readonly string[],
  processes: Processes = { run: runProcess },
): Promise<XtaskEnd> {
  const cache = join(repository, ".cache/accuracy");

  let stdout = "";
  let stderr = "";
  const code = await main(words, {
    world: {
      files: diskFiles(repository),
      processes,
      clock: systemClock,
      packages: npmPackageClient(process.env),
      releases: releaseSources(process.env),
      binaries: diskBinaries(join(cache, "artifacts")),
      host: systemHost,
      env: { PATH: process.env["PATH"], SOURCE_DATE_EPOCH: "0" },
      progress: (line) => void process.stderr.write(line.startsWith("Download") ? `accuracy: ${line}\n` : ""),
    },
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  return { code, stdout, stderr };
}
