/** Runs all tasks, two at a time: so many cores there are at least. */
export async function twoAtATime(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = tasks.toReversed();
  const work = async (): Promise<void> => {
    for (let task = queue.pop(); task !== undefined; task = queue.pop()) await task();
  };
  await Promise.all([work(), work()]);
}
