/** What is wrong with a line: longer than the limit and cut there, or without its line feed at the end of the stream. */
export type LineDefect = "over-limit" | "unterminated";

/** One line of UTF-8 text without its LF or CRLF. */
export interface Line {
  readonly text: string;
  readonly defect?: LineDefect;
}

/** Cuts a byte stream into lines wherever its chunks are split; holds at most `maxLineBytes` and one chunk. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      this.#append(chunk.subarray(from, at));
      lines.push(this.#take());
      from = at + 1;
    }
    this.#append(chunk.subarray(from));
    return lines;
  }

  end(): Line[] {
    return this.#bytes === 0 ? [] : [{ defect: "unterminated", ...this.#take() }];
  }

  #append(part: Buffer): void {
    const room = this.#maxLineBytes - this.#bytes;
    this.#bytes += part.length;
    if (room > 0 && part.length > 0) this.#parts.push(part.length > room ? part.subarray(0, room) : part);
  }

  #take(): Line {
    const bytes = Buffer.concat(this.#parts);
    const overLimit = this.#bytes > this.#maxLineBytes;
    this.#parts = [];
    this.#bytes = 0;
    if (overLimit) return { text: bytes.toString("utf8"), defect: "over-limit" };
    return { text: bytes.toString("utf8", 0, bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length) };
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
