export { findMistakes, parseContract, type ContractKind, type FindMistakes } from "./contracts.ts";
export type { SchemaMistake } from "./schema-mistake.ts";
export type * from "./generated/types.ts";
