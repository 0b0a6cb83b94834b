/** The first place where a text stops being JSON. */
export interface JsonMistake {
  /** UTF-16 units before it; the text's length when the text ends too early. */
  readonly offset: number;
  /** What was expected and what is there, in one sentence without the place. */
  readonly message: string;
}

type State = "value" | "first item" | "first key" | "key" | "colon" | "after value";

const wanted: Readonly<Record<Exclude<State, "after value">, string>> = {
  value: "a value",
  "first item": 'a value or "]"',
  "first key": 'a key in double quotes or "}"',
  key: "a key in double quotes",
  colon: '":"',
};

/**
 * Finds the first mistake of a text by the grammar of RFC 8259; `undefined` when it is JSON. `JSON.parse` names no place for
 * some mistakes, and words and places differ among the versions of its engine.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const open: ("]" | "}")[] = [];
  let state: State = "value";
  let at = 0;
  for (;;) {
    at += matchAt(/[ \t\n\r]*/y, text, at);
    const char = text[at];
    const closer = open.at(-1);
    if (state === "after value") {
      if (closer === undefined) return char === undefined ? undefined : unexpected(text, at, "the end of the text");
      if (char !== "," && char !== closer) return unexpected(text, at, `"," or "${closer}"`);
      if (char === ",") state = closer === "}" ? "key" : "value";
      else open.pop();
      at += 1;
    } else if (state === "colon") {
      if (char !== ":") return unexpected(text, at, wanted.colon);
      state = "value";
      at += 1;
    } else if ((state === "first item" || state === "first key") && char === closer) {
      open.pop();
      state = "after value";
      at += 1;
    } else if (char === '"') {
      const end = stringEnd(text, at);
      if (typeof end !== "number") return end;
      state = state === "value" || state === "first item" ? "after value" : "colon";
      at = end;
    } else if (state !== "value" && state !== "first item") {
      return unexpected(text, at, wanted[state]);
    } else if (char === "[" || char === "{") {
      open.push(char === "[" ? "]" : "}");
      state = char === "[" ? "first item" : "first key";
      at += 1;
    } else {
      const length = matchAt(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y, text, at);
      if (length === 0) {
        const rest = text.slice(at, at + 5);
        return ["true", "false", "null", "-"].some((word) => word.startsWith(rest)) ? endsEarly(text) : unexpected(text, at, wanted[state]);
      }
      state = "after value";
      at += length;
    }
  }
}

/** The offset behind a string, or what is wrong in it. */
function stringEnd(text: string, start: number): number | JsonMistake {
  // oxlint-disable-next-line no-control-regex -- a JSON string has no control characters
  const at = start + matchAt(/"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*/y, text, start);
  const char = text[at];
  if (char === '"') return at + 1;
  if (char === undefined) return endsEarly(text);
  if (char !== "\\")
    return {
      offset: at,
      message: `expected a closing quote, found the control character U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    };
  return /^\\(?:u[\da-fA-F]{0,3})?$/.test(text.slice(at, at + 6))
    ? endsEarly(text)
    : { offset: at, message: `expected an escape of JSON, found "${text.slice(at, at + 2)}"` };
}

function unexpected(text: string, offset: number, expected: string): JsonMistake {
  const found = text.codePointAt(offset);
  return found === undefined ? endsEarly(text) : { offset, message: `expected ${expected}, found "${String.fromCodePoint(found)}"` };
}

function endsEarly(text: string): JsonMistake {
  return { offset: text.length, message: "the text ends too early" };
}

function matchAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0].length ?? 0;
}
