import assert from "node:assert/strict";
import { test } from "node:test";
import { commandNamesOf, isCommandName } from "./command-name.ts";

test("isCommandName() takes words that are safe as arguments and as folders, of 100 characters at most", () => {
  for (const word of ["run", "2fa", "_hidden", "apps:create", "a.b+c@d-e", "help", "completion", "help.text", "x".repeat(100)])
    assert.ok(isCommandName(word), word);
  for (const word of ["", "-x", ".", "..", "a/b", "a b", "a\n", "é", "x".repeat(101)]) assert.ok(!isCommandName(word), word);
});

test("isCommandName() takes no name that a raw capture has for a file beside the folders of commands", () => {
  for (const word of ["help.txt", "acceptance.txt", "completion.txt", "Help.TXT"]) {
    assert.ok(!isCommandName(word), word);
    assert.equal(commandNamesOf(word), undefined);
    assert.equal(commandNamesOf(`run, ${word} <FILE>`), undefined);
  }
});
