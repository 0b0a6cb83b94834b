export type { DeclaredCommand, DeclaredOption, DeclaredSurface } from "@lockstep/contracts";

/** One text of a program: a file, or a module of an executable. */
export interface SourceText {
  /** What imports call it, or its path. */
  readonly name: string;
  readonly text: string;
}
