export { diskFiles } from "./disk-files.ts";
export { systemClock } from "./system-clock.ts";
