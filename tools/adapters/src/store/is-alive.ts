import { errorCode } from "../file-access.ts";

/** Whether a process of this machine, of whatever user, has a number. It may be another one by now than the one that is meant. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // `EPERM` is told of one that lives and belongs to another user.
    return errorCode(error) !== "ESRCH";
  }
}
