export { assertRulesSupported } from "./assert-rules-supported.ts";
export { decisionsFor } from "./decisions.ts";
