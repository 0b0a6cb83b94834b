export { buildCliSupport, type CliSupport } from "./build-matrix.ts";
export { renderMatrix } from "./render-matrix.ts";
