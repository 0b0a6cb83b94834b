import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const root = join(import.meta.dirname, "../../../..");

/** The languages that the page has a wrapper in. */
export const languages = ["python", "rust", "typescript"] as const;

/** One of them. */
export type Language = (typeof languages)[number];

/** What a reader of the page does, in the order of the page. `language` is absent where every reader does it. */
export type Block = { readonly language: Language | undefined } & (
  | { readonly type: "file"; readonly path: string; readonly text: string }
  /** Lines for a shell; what they print is not shown. */
  | { readonly type: "shell"; readonly text: string }
  /** Commands with what they print; the last one ends with `exitCode`, the others with 0. */
  | { readonly type: "session"; readonly calls: readonly Call[]; readonly exitCode: number; readonly followsEdit: boolean }
  /** Lines for a clone of Lockstep. */
  | { readonly type: "lockstep"; readonly text: string }
);

/** A command and what the page shows of its output; `…` abridges. */
export interface Call {
  readonly command: string;
  readonly shown: string;
}

/** The text of the page. */
export const page = readFileSync(join(root, "docs/adopting.md"), "utf8");

/** What the page asks a reader to do by hand: the wrapper passes `--full-auto` no more. */
export const edits: Readonly<Record<Language, readonly (readonly [path: string, from: string, to: string])[]>> = {
  python: [
    ["codex_client.py", ", full_auto: bool = False", ""],
    ["codex_client.py", '    if full_auto:\n        words.append("--full-auto")\n', ""],
    ["test_codex_client.py", ", full_auto=True", ""],
  ],
  rust: [
    ["src/lib.rs", ", full_auto: bool", ""],
    ["src/lib.rs", '    if full_auto {\n        command.arg("--full-auto");\n    }\n', ""],
    ["tests/ask.rs", ", true)", ")"],
  ],
  typescript: [
    ["codex-client.mts", '...(fullAuto ? ["--full-auto"] : []), ', ""],
    ["codex-client.mts", "{ model, fullAuto = false }: { model?: string; fullAuto?: boolean }", "{ model }: { model?: string }"],
    ["tests/codex-client.test.mts", ", fullAuto: true", ""],
  ],
};

const markedBlock =
  /(?:<!-- (?<what>in Lockstep|run|edit|file (?<path>\S+))(?: (?<language>python|rust|typescript))?(?:: exit (?<exit>\d+))? -->\n\n)?^```(?<info>\w*)\n(?<text>.*?)^```\n/gms;

/** The blocks of the page. Throws for one without a marker, which would not be run. */
export function readBlocks(text: string): readonly Block[] {
  const blocks = [...text.matchAll(markedBlock)].map(({ groups = {}, 0: whole }): Block => {
    const { what, path, info, text: inside = "" } = groups;
    const language = languages.find((known) => known === groups["language"]);
    if (what === undefined) assert.fail(`A block has no marker above it:\n${whole}`);
    if (path !== undefined) return { type: "file", language, path, text: inside };
    if (what === "in Lockstep") return { type: "lockstep", language, text: inside };
    if (info === "sh") return { type: "shell", language, text: inside };
    assert.equal(info, "console", `A block to run is for the shell or a session:\n${whole}`);
    const calls = inside.split(/^\$ /m).slice(1);
    assert.ok(calls.length > 0, `A session has no command:\n${whole}`);
    return { type: "session", language, calls: calls.map(callOf), exitCode: Number(groups["exit"] ?? 0), followsEdit: what === "edit" };
  });
  const markers = [...text.matchAll(/^<!-- (?:in Lockstep|run|edit|file)\b/gm)];
  assert.equal(blocks.length, markers.length, "A marker has no block below it");
  return blocks;
}

function callOf(text: string): Call {
  const end = text.indexOf("\n");
  return { command: text.slice(0, end), shown: text.slice(end + 1) };
}
