import { Interrupted } from "@lockstep/kernel";

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Whether a person or a supervisor asked this process to stop. */
export interface Interruption {
  /** Aborted with `Interrupted` at the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/**
 * Turns the first stop signal into `Interrupted`, thrown by whatever the command does next, so that it cleans up after itself
 * and ends with 130. `onStop` ends what is running. A second signal kills at once.
 */
export function watchStopSignals(onStop: () => void): Interruption {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      for (const other of stopSignals) process.off(other, stop);
      process.kill(process.pid, name);
      return;
    }
    controller.abort(new Interrupted(name));
    onStop();
  };
  for (const name of stopSignals) process.on(name, stop);
  return { signal: controller.signal };
}
