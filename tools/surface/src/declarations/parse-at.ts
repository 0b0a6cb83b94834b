import { parse, parseExpressionAt, type AnyNode, type Expression, type Options, type Program } from "acorn";
import { childNodes } from "./child-nodes.ts";

/**
 * Parses parts of one text. Every position is one of the whole text, whatever part was parsed, and a part is parsed once. What
 * does not parse is `undefined`.
 */
export class TextParser {
  readonly #text: string;
  readonly #budget: ParseBudget;
  readonly #parsed = new Map<number, Expression | undefined>();

  constructor(text: string, budget: ParseBudget) {
    this.#text = text;
    this.#budget = budget;
  }

  /** The expression that starts at an index; of several with commas between them the first one. */
  expressionAt(start: number): Expression | undefined {
    if (this.#parsed.has(start)) return this.#parsed.get(start);
    const whole = this.#bounded(start, (text, options) => parseExpressionAt(text, 0, options));
    const node = whole?.type === "SequenceExpression" ? whole.expressions[0] : whole;
    this.#parsed.set(start, node);
    return node;
  }

  /** The whole text as a program; `undefined` when it is long. */
  program(): Program | undefined {
    return this.#bounded(0, parse);
  }

  /**
   * Parses what stands behind an index up to the length of a readable part: what goes on further is a bundle's wrapper, and no
   * function of it.
   */
  #bounded<Node extends AnyNode>(start: number, action: (text: string, options: Options) => Node): Node | undefined {
    if (this.#budget.left <= 0) return undefined;
    const part = this.#text.slice(start, start + MAX_EXPRESSION);
    let reached = 0;
    const onToken: Options["onToken"] = ({ end }) => {
      reached = end;
    };
    try {
      const node = action(part, { ...OPTIONS, onToken });
      if (start > 0) move(node, start);
      return node;
    } catch {
      // A syntax error, or nesting that no stack holds: both say that nothing can be read here.
      return undefined;
    } finally {
      this.#budget.left -= reached + CALL_COST;
    }
  }
}

/** Makes the positions of nodes those of the whole text. */
function move(root: AnyNode, by: number): void {
  const waiting: AnyNode[] = [root];
  const done = new Set<AnyNode>();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (done.has(node)) continue;
    done.add(node);
    node.start += by;
    node.end += by;
    waiting.push(...childNodes(node));
  }
}

/** How many characters may still be parsed, of all texts together. */
export interface ParseBudget {
  left: number;
}

const OPTIONS: Options = {
  ecmaVersion: "latest",
  sourceType: "script",
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

/** The longest expression that is parsed; what is longer is a bundle's wrapper, not a function of it. */
const MAX_EXPRESSION = 400_000;
const CALL_COST = 50;
