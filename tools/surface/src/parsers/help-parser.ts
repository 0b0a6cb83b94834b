import type { CliDescriptor } from "@lockstep/contracts";
import type { CompletionSurface, HelpPage } from "../help-page.ts";

/** What `cli.json` can name: the frameworks, `generic` for help of none that is known, and `auto` to tell by each help. */
export type Framework = CliDescriptor["framework"];

/**
 * Reads what the commands of one framework print. Every function is total: it takes any text and never throws. Texts are
 * clean (`cleanText`).
 */
export interface HelpParser {
  parseHelp(text: string): HelpPage;
  /** The surface in a completion script; `undefined` when the text is none. */
  parseCompletion(text: string): CompletionSurface | undefined;
  /**
   * Whether a listed name is the framework's own command for help, which is no work of the CLI.
   * @param page the help that lists it, where one parser reads several frameworks
   */
  isPseudoCommand(name: string, page?: HelpPage): boolean;
  /** Whether a listed name may be a command that the framework makes itself, and that prints the help of another instead of its own. */
  mayLackHelp?(name: string): boolean;
  /** Whether the row in the parent's help says what a command is about, and its own help only the whole text about it. */
  readonly rowSaysAbout?: boolean;
}
