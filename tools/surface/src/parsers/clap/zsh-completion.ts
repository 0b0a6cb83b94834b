import type { ArgShape, CompletionSurface, FlagShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { argsOfSpecs } from "./zsh-arg-specs.ts";
import { flagsOfSpecs } from "./zsh-flag-specs.ts";

/**
 * Reads a zsh completion script of clap_complete: the commands are labels of nested `case $line[N] in`, the flags and
 * arguments are the specs of the `_arguments` call below each label. `undefined` when the text is no such script.
 */
export function parseZshCompletion(text: string): CompletionSurface | undefined {
  if (!text.startsWith("#compdef ")) return undefined;
  const commands = new Map<
    string,
    { readonly path: readonly string[]; readonly flags: readonly FlagShape[]; readonly args?: readonly ArgShape[] }
  >();
  /** One frame per open `case`; only those over `$line[N]` have labels that name commands. */
  const frames: { readonly names: boolean; label?: string }[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end).trim();
    if (/^_arguments .*\\$/.test(line)) {
      const { words, next } = readWords(text, end);
      const path = frames.filter(({ names }) => names).map(({ label }) => label ?? "");
      const args = argsOfSpecs(words);
      commands.set(path.join(" "), { path, flags: flagsOfSpecs(words), ...(args.length > 0 ? { args } : {}) });
      at = next;
      continue;
    }
    const label = /^\((\S+)\)$/.exec(line)?.[1];
    const frame = frames.at(-1);
    if (/^case \S+ in$/.test(line)) frames.push({ names: line.includes("$line[") });
    else if (line === "esac") frames.pop();
    else if (label !== undefined && frame !== undefined) frame.label = label;
    // The functions after the first repeat the names of sub-commands.
    else if (line === "}" && commands.size > 0) break;
    at = end + 1;
  }
  if (!commands.has("")) return undefined;
  return { commands: [...commands.values()].filter(({ path }) => path.every(isCommandName)) };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** Reads shell words up to `&&`; quoted ones may hold line feeds. */
function readWords(text: string, from: number): { readonly words: readonly string[]; readonly next: number } {
  const words: string[] = [];
  let at = from;
  while (at < text.length) {
    const gap = /(?:\s|\\\n)*/y;
    gap.lastIndex = at;
    at += gap.exec(text)?.[0].length ?? 0;
    if (text.startsWith("&&", at)) return { words, next: endOfLine(text, at) + 1 };
    const { word, next } = readWord(text, at);
    if (next === at) break;
    words.push(word);
    at = next;
  }
  return { words, next: Math.max(at, from + 1) };
}

function readWord(text: string, from: number): { readonly word: string; readonly next: number } {
  let word = "";
  let at = from;
  while (at < text.length && !/\s/.test(text[at] ?? "")) {
    const char = text[at] ?? "";
    if (char === "'") {
      const close = text.indexOf("'", at + 1);
      const end = close === -1 ? text.length : close;
      word += text.slice(at + 1, end);
      at = end + 1;
    } else if (char === '"') {
      const quoted = /"((?:[^"\\]|\\.)*)"?/sy;
      quoted.lastIndex = at;
      const match = quoted.exec(text);
      word += (match?.[1] ?? "").replaceAll(/\\(["\\$`])/g, "$1");
      at += match?.[0].length ?? 1;
    } else if (char === "\\" && text[at + 1] !== "\n") {
      word += text[at + 1] ?? "";
      at += 2;
    } else if (char === "\\") {
      break;
    } else {
      word += char;
      at += 1;
    }
  }
  return { word, next: at };
}
