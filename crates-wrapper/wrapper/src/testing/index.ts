export { type Printed, printing } from "./printing.ts";
export { all, assertFails, scriptedProgram, useTemporaryFolder, watchTemporaryFolder } from "./scripted-program.ts";
