/** Makes ids for this process: ULIDs, of which a later one sorts behind. What makes them is loaded when the first is asked for. */
export async function systemIds(): Promise<() => string> {
  const { monotonicFactory } = await import("ulid");
  const next = monotonicFactory();
  return () => next();
}
