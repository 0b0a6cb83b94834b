import type { Files } from "@lockstep/kernel";
import { main } from "../../src/main.ts";

/** Runs the runner in process on some files; any other port that is touched fails the run. */
export async function run(
  files: Files,
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = "";
  let err = "";
  const code = await main(argv, {
    world: {
      files,
      processes: untouched,
      clock: untouched,
      packages: untouched,
      releases: untouched,
      binaries: untouched,
      host: untouched,
      env: {},
      progress: (line) => void (err += `${line}\n`),
    },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

const untouched = new Proxy(
  {},
  {
    get(_port, name) {
      throw new Error(`validate must not touch the port with "${String(name)}"`);
    },
  },
) as never;
