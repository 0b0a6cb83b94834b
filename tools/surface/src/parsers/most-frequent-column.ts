/** The column that most of the given ones are, the first of several; `undefined` when it occurs fewer than `least` times. */
export function mostFrequentColumn(columns: readonly number[], least = 1): number | undefined {
  const counts = new Map<number, number>();
  for (const column of columns) counts.set(column, (counts.get(column) ?? 0) + 1);
  let best: number | undefined;
  for (const [column, count] of counts) if (count >= least && count > (counts.get(best ?? -1) ?? 0)) best = column;
  return best;
}
