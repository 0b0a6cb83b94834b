import type { FunctionNode } from "./values.ts";

/**
 * Where a text calls some of its functions by their names: what only hands a command on to others declares nothing by itself, and
 * stands in no part that does. Ascending.
 */
export function registrarCalls(text: string, functions: readonly FunctionNode[]): readonly number[] {
  const calls = new Set<number>();
  for (const fn of functions.slice(0, MAX_FUNCTIONS)) {
    const name = nameOf(text, fn);
    if (name === undefined || fn.params.length === 0) continue;
    const own = callsOf(text, name, fn.start);
    // What is called everywhere is no registrar.
    if (own.length <= MAX_CALLS) for (const at of own) calls.add(at);
  }
  return [...calls].toSorted((a, b) => a - b);
}

/** The name by which a function can be called. */
function nameOf(text: string, fn: FunctionNode): string | undefined {
  const own = fn.type === "ArrowFunctionExpression" ? undefined : fn.id?.name;
  return own ?? /([\w$]{1,60})\s*=\s*$/.exec(text.slice(Math.max(fn.start - 80, 0), fn.start))?.[1];
}

function callsOf(text: string, name: string, near: number): readonly number[] {
  const calls: number[] = [];
  const end = Math.min(near + REACH, text.length);
  const spelled = `${name}(`;
  for (let at = text.indexOf(spelled, Math.max(near - REACH, 0)); at !== -1 && at < end; at = text.indexOf(spelled, at + spelled.length)) {
    const before = text.slice(Math.max(at - 12, 0), at);
    if (!/[\w$.]$|\bfunction\s*\*?\s*$/.test(before)) calls.push(at);
    if (calls.length > MAX_CALLS) break;
  }
  return calls;
}

const MAX_FUNCTIONS = 200;
const MAX_CALLS = 8;
const REACH = 3_000_000;
