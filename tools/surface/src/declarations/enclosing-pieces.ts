import type { AnyNode } from "acorn";
import type { TextParser } from "./parse-at.ts";

/**
 * The parts of a text that hold its declaration sites: the whole text where it is short, else the functions and assigned values
 * around the sites, each as far out as they go within a reasonable distance. No part holds another.
 * @param sites ascending
 */
export function enclosingPieces(text: string, sites: readonly number[], parser: TextParser): readonly AnyNode[] {
  if (sites.length === 0) return [];
  if (text.length <= SHORT_TEXT) {
    const program = parser.program();
    if (program !== undefined) return [program];
  }
  const pieces: AnyNode[] = [];
  let covered = 0;
  for (const site of sites) {
    if (site < covered) continue;
    const piece = pieceAround(text, site, covered, parser);
    if (piece === undefined) continue;
    pieces.push(piece);
    covered = piece.end;
  }
  return pieces;
}

/** The largest of the functions and values near a site that hold it, else the statement that does. */
function pieceAround(text: string, site: number, from: number, parser: TextParser): AnyNode | undefined {
  let found: AnyNode | undefined;
  let tries = 0;
  for (const start of candidatesBefore(text, site, from, PIECE_START, REACH)) {
    if (tries > MAX_TRIES || (found !== undefined && found.start - start > GROWTH)) break;
    tries += 1;
    const node = parser.expressionAt(start);
    if (node !== undefined && node.end > site) found = node;
  }
  if (found !== undefined) return found;
  for (const start of candidatesBefore(text, site, from, STATEMENT_START, STATEMENT_REACH)) {
    const node = parser.expressionAt(start);
    if (node !== undefined && node.end > site) return node;
  }
  return undefined;
}

/** The ends of what a pattern matches before a site, the nearest first; `start` of it where the pattern has that group. */
function candidatesBefore(text: string, site: number, from: number, pattern: RegExp, reach: number): readonly number[] {
  const base = Math.max(from, site - reach);
  return (
    [...text.slice(base, site).matchAll(pattern)]
      // A cut through the text is no beginning of anything.
      .filter(({ index }) => index > 0 || base === from)
      .map(({ index, 0: whole, groups }) => base + index + whole.length - (groups?.["start"]?.length ?? 0))
      .toReversed()
  );
}

/** A function, or what is assigned: an object, an arrow function, or what a function makes of either. */
const PIECE_START =
  /(?<![\w$.])(?<start>(?:async\s+)?function\b)|(?<![=!<>])=(?![=>])\s*(?:\/\*[^*]*\*\/\s*)?(?=(?:[\w$.]{1,60}\(\s*){0,3}(?:\{|(?:async\s*)?(?:\([\w$,\s{}=:.]{0,200}\)|[\w$]+)\s*=>))/g;

/** A chain of calls that begins with a name. */
const STATEMENT_START = /(?:^|[;{}\n,]|\b(?:var|let|const)\s)\s*(?=(?:(?:await|new)\s+)*[\w$]+\s*[.(=])/g;

const SHORT_TEXT = 32_000;
const REACH = 65_536;
const GROWTH = 16_384;
const STATEMENT_REACH = 8192;
const MAX_TRIES = 150;
