// Prints the `WrapperScenarios` document of this wrapper to stdout: `tsx src/coverage/print.ts`.
import packageFile from "../../package.json" with { type: "json" };
import { wrapperScenarios } from "./document.ts";

process.stdout.write(`${JSON.stringify(wrapperScenarios(packageFile.version), null, 2)}\n`);
