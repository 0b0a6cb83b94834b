/** What a ULID looks like, as a regular expression. */
export const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/** Makes ids for this process: ULIDs, of which a later one sorts behind. What makes them is loaded when the first is asked for. */
export async function systemIds(): Promise<() => string> {
  const { monotonicFactory } = await import("ulid");
  const next = monotonicFactory();
  return () => next();
}
