/** Markup that is safe to put into a page. Only `html` and `trustedMarkup` make it, so no other object passes for it. */
class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Takes markup as it is. The class is not exported, so that this file alone can. */
  static of(markup: string): Html {
    return new Html(markup);
  }

  toString(): string {
    return this.#markup;
  }
}

export type { Html };

/** What a template takes: text is escaped, markup is not, lists are joined without a separator, and nothing is left out. */
export type Content = Html | string | number | null | undefined | readonly Content[];

/**
 * Fills a template of HTML. Every text is escaped for element content and for quoted attribute values alike, so a template
 * must quote each attribute value that it fills; text does not belong into a script, a style or a comment. A line break of the
 * template stands for one, however the next line is indented; what fills it stays as it is.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const markup = unindented(template);
  let filled = markup[0] ?? "";
  for (const [index, content] of contents.entries()) filled += markupOf(content) + (markup[index + 1] ?? "");
  return Html.of(filled);
}

/** The parts of a template without the indentation of the source; read once for each template. */
function unindented(template: TemplateStringsArray): readonly string[] {
  let parts = readTemplates.get(template);
  if (parts === undefined) {
    parts = template.map((part) => part.replaceAll(/[ \n]*\n[ \n]*/g, "\n"));
    readTemplates.set(template, parts);
  }
  return parts;
}

const readTemplates = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Takes constant markup of our own as it is: the styles and the script. Nothing that is read from a file may come here. */
export function trustedMarkup(markup: string): Html {
  return Html.of(markup);
}

/** Escapes a text. What HTML cannot have in any form, such as NUL, a control character or half of a surrogate pair, becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(unrepresentable, "\u{fffd}")
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Control characters but tab and line feed, and the code points that stand for no character. */
const unrepresentable = /[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}/gu;

function markupOf(content: Content): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return String(content);
  if (content instanceof Html) return content.toString();
  let joined = "";
  for (const each of content) joined += markupOf(each);
  return joined;
}
