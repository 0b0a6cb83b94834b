import { parse, type DefaultTreeAdapterTypes } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser reads it. */
export interface ParsedPage {
  /** The codes of what is not valid. */
  readonly mistakes: readonly string[];
  /** In the order of the document. */
  readonly elements: readonly Element[];
}

/** Reads a page as the HTML standard says, and notes everything that the standard calls a parse error. */
export function parsePage(page: string): ParsedPage {
  const mistakes: string[] = [];
  const document = parse(page, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) =>
      void mistakes.push(`${code} in line ${String(startLine)}: ${page.split("\n")[startLine - 1] ?? ""}`),
  });
  const elements: Element[] = [];
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (!("tagName" in node)) continue;
      elements.push(node);
      walk(node.childNodes);
    }
  };
  walk(document.childNodes);
  return { mistakes, elements };
}

/** The value of an attribute. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** The text of an element and of everything in it. */
export function textOf(element: Element): string {
  return element.childNodes.map((node) => ("value" in node ? node.value : "tagName" in node ? textOf(node) : "")).join("");
}
