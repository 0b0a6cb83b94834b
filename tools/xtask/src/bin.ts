import { diskBinaries, diskFiles, npmPackageClient, systemClock, systemHost } from "@lockstep/adapters";
import { runProcess } from "@lockstep/runtime";
import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2), {
  world: {
    files: diskFiles(process.cwd()),
    processes: { run: runProcess },
    clock: systemClock,
    packages: npmPackageClient(process.env),
    binaries: diskBinaries(`${process.cwd()}/.cache/artifacts`),
    host: systemHost,
    env: process.env,
    progress: (line) => void process.stderr.write(`${line}\n`),
  },
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
});
