export { neededArgs } from "./arg-need.ts";
export type { Change } from "./change.ts";
export { changeCodes, listChangeCodes, type ChangeCode, type Impact } from "./change-codes.ts";
export { compareChanges, diffSurfaces, surfaceDiffs } from "./diff-surfaces.ts";
export { flagNeeds } from "./flag-need.ts";
export { needsSubCommand } from "./subcommand-need.ts";
export type { ListedSurface } from "./surface-view.ts";
