import { knownVersions, stateOf, versionsWith } from "@lockstep/claude-code";

const flag = { path: [], key: "--max-turns" };
for (const version of knownVersions) process.stdout.write(`${version}: ${stateOf(flag, version)}\n`);
process.stdout.write(`In the help of: ${versionsWith(flag, "visible").join(", ") || "none"}\n`);
