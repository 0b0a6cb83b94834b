export { diskBinaries } from "./disk-binaries.ts";
export { diskFiles, recoverFiles } from "./disk-files.ts";
export { npmPackageClient, readNpmConfig } from "./npm-package-client.ts";
export { releaseSources } from "./release-sources.ts";
export { webAssetClient } from "./web-asset-client.ts";
export { systemClock } from "./system-clock.ts";
export { systemHost } from "./system-host.ts";
export { systemMachine } from "./system-machine.ts";
export { watchStopSignals } from "./interruption.ts";
