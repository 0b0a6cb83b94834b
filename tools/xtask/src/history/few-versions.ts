/** Versions in one line: of more than eight the first and the last four, and how many stand between. */
export function fewVersions(versions: readonly string[]): string {
  if (versions.length <= 8) return versions.join(", ");
  return `${versions.slice(0, 4).join(", ")}, … (${String(versions.length - 8)} more), ${versions.slice(-4).join(", ")}`;
}
