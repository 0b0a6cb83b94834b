export { listValidationCodes } from "./codes.ts";
export { planFixes } from "./plan-fixes.ts";
export { renderCodesAsMarkdown, renderCodesAsText } from "./render-codes.ts";
export { RootFiles, type FileRead, type FolderRead } from "./root-files.ts";
export { validateInputs, validateRoot, type RootToValidate } from "./validate-root.ts";
export { compareViolations, renderViolation, violationDocument, type Violation } from "./violation.ts";
