import manifest from "../package.json" with { type: "json" };

/** The runner's version: `MAJOR.MINOR.PATCH`. */
export const version: string = manifest.version;
