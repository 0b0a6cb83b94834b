import type { Host } from "@lockstep/kernel";

const systems: Readonly<Record<string, string>> = { linux: "linux", darwin: "macos", win32: "windows" };
const architectures: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

/** This machine; a name that target triples lack stays Node's. */
export const systemHost: Host = {
  os: systems[process.platform] ?? process.platform,
  arch: architectures[process.arch] ?? process.arch,
};
