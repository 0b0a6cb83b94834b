/** The script of a program that prints texts and ends; for tests only. */
export function printing({ stdout = "", stderr = "", exitCode = 0 }: Printed): string {
  return `fs.writeSync(1, ${JSON.stringify(stdout)}); fs.writeSync(2, ${JSON.stringify(stderr)}); process.exitCode = ${String(exitCode)};`;
}

/** What it prints: nothing and exit code 0 when absent. */
export interface Printed {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}
