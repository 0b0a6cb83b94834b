import { readdir, readFile } from "node:fs/promises";

/**
 * Ends what programs have left running in a throw-away home, such as a daemon in a session of its own: whatever has that home in
 * its environment. Only Linux tells the environment of a process; elsewhere nothing is ended.
 * @param home unlike any other on this machine
 */
export async function endStrays(home: string): Promise<void> {
  const names = await readdir("/proc").catch((): string[] => []);
  await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
        if (environment.split("\0").includes(`HOME=${home}`)) endProcess(Number(name));
      }),
  );
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
