import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cleanText } from "../clean-text.ts";
import { autoParser, SURE } from "./auto-parser.ts";
import { genericParser } from "./generic/generic-parser.ts";
import { knownParsers } from "./known-parsers.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const frameworks = Object.keys(knownParsers) as readonly (keyof typeof knownParsers)[];

/** The helps of a framework's fixtures, printed at any width. */
function helpsOf(framework: string): readonly { readonly name: string; readonly text: string }[] {
  const folder = join(fixtures, framework);
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return files
    .filter((file) => /\/(?:input|columns-\d+)\.txt$/.test(file))
    .toSorted()
    .map((name) => ({
      name: `${framework}/${name.replace(/\/input\.txt$/, "")}`,
      text: cleanText(readFileSync(join(folder, name), "utf8")),
    }));
}

/** Helps without a mark of their framework: no help at all, a usage alone, or a text made for one hard case. */
const unmarked: readonly string[] = [
  "clap/empty",
  "clap/no-help",
  "clap/parent-argument-in-usage",
  "clap/placeholders",
  "clap/terminal-sequences",
  "commander/claude-respawn",
  "commander/claude-rm",
  "commander/empty",
  "commander/no-help",
  "commander/usage-units",
  "cobra/gh-extension-exec",
  "cobra/kubectl-options",
];

test("parseHelp() reads every fixture that has marks by the parser of its framework, and any other by the generic one", () => {
  const confused: string[] = [];
  const unsure: string[] = [];
  let asked = 0;
  for (const framework of [...frameworks, "generic"])
    for (const { name, text } of helpsOf(framework)) {
      const page = autoParser.parseHelp(text);
      asked += 1;
      if (page.framework !== framework && page.framework !== "generic") confused.push(`${name}: ${String(page.framework)}`);
      if (page.framework === "generic" && framework !== "generic") unsure.push(name);
    }
  assert.ok(asked > 200);
  assert.deepEqual(confused, []);
  assert.deepEqual(unsure, unmarked);
});

test("no parser is sure of another framework's help, and its own is the surest", () => {
  let compared = 0;
  for (const framework of frameworks)
    for (const { name, text } of helpsOf(framework)) {
      const own = knownParsers[framework].parseHelp(text).confidence;
      for (const other of frameworks.filter((each) => each !== framework)) {
        compared += 1;
        const confidence = knownParsers[other].parseHelp(text).confidence;
        assert.ok(confidence <= own && (confidence < own || own < SURE), `${name}: ${other} ${String(confidence)}, own ${String(own)}`);
      }
    }
  assert.ok(compared > 100);
});

test("parseHelp() gives what the parser gives that it chooses", () => {
  const [help] = helpsOf("clap").filter(({ name }) => name === "clap/codex-root");
  assert.ok(help !== undefined);
  assert.deepEqual(autoParser.parseHelp(help.text), { ...knownParsers.clap.parseHelp(help.text), framework: "clap" });
  assert.deepEqual(autoParser.parseHelp("usage: x [-a]\n"), genericParser.parseHelp("usage: x [-a]\n"));
});

test("isPseudoCommand() follows the parser that read the page", () => {
  const page = autoParser.parseHelp("Usage: t [options] [command]\n\nOptions:\n  -h, --help  display help for command\n");
  assert.equal(page.framework, "commander");
  assert.equal(autoParser.isPseudoCommand("help", page), knownParsers.commander.isPseudoCommand("help"));
  assert.equal(autoParser.isPseudoCommand("run", page), false);
});

test("parseCompletion() finds the parser of a script by itself", () => {
  const script = readFileSync(join(fixtures, "clap-zsh/hand-made/input.txt"), "utf8");
  assert.deepEqual(autoParser.parseCompletion(script), knownParsers.clap.parseCompletion(script));
  assert.equal(autoParser.parseCompletion("no script"), undefined);
});
