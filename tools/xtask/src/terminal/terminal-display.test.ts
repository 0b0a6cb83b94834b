import assert from "node:assert/strict";
import { test } from "node:test";
import { renderProgressLine, type Work } from "./progress-line.ts";
import { terminalDisplay, type Screen } from "./terminal-display.ts";

const work = (label: string, done: number, total?: number, startedMs = 0): Work => ({ label, done, total, startedMs });

test("renderProgressLine() shows the time, each work, and a bar where the end is known", () => {
  assert.equal(renderProgressLine([], 0, 80, false), "");
  assert.equal(renderProgressLine([work("downloading x", 0)], 61_999, 80, false), "1:01 downloading x");
  assert.equal(
    renderProgressLine([work("history", 3, 4), work("processes", 12)], 500, 80, false),
    "0:00 history ━━━━━━━━━━━━━━━───── 3/4, processes 12",
  );
  assert.equal(renderProgressLine([work("history", 9, 4)], 0, 80, false), "0:00 history ━━━━━━━━━━━━━━━━━━━━ 9/4");
  assert.equal(renderProgressLine([work("history", 0, 0)], 0, 80, false), "0:00 history 0/0");
});

test("renderProgressLine() is never wider than the terminal, and gives up the bar before words", () => {
  const works = [work("history", 3, 4), work("downloading @tool/cli", 0)];
  assert.equal(renderProgressLine(works, 0, 45, false), "0:00 history 3/4, downloading @tool/cli");
  for (let columns = 0; columns < 80; columns += 1)
    assert.ok(renderProgressLine(works, 0, columns, false).length <= columns, String(columns));
});

test("renderProgressLine() colours nothing but the bar, and only where colours are wanted", () => {
  const line = renderProgressLine([work("history", 2, 4)], 0, 80, true);
  assert.equal(line, "0:00 history \u001B[32m━━━━━━━━━━\u001B[39m────────── 2/4");
  assert.ok(!renderProgressLine([work("history", 2, 4)], 0, 80, false).includes("\u001B"));
});

/** A screen of so many columns, whose `tick` lets the display draw. */
function screen(columns: number | undefined): Screen & { text: string; nowValue: number; tick(): void; isTicking(): boolean } {
  let draw: (() => void) | undefined;
  return {
    text: "",
    nowValue: 0,
    write(text) {
      this.text += text;
    },
    columns: () => columns,
    hasColours: false,
    nowMs() {
      return this.nowValue;
    },
    repeat(wanted) {
      draw = wanted;
      return () => void (draw = undefined);
    },
    tick: () => draw?.(),
    isTicking: () => draw !== undefined,
  };
}

/** What a terminal shows after it was given a text: its lines, the last one as far as it was not taken back. */
function shownBy(text: string): readonly string[] {
  return text.split("\n").map((line) => line.split("\r\u001B[2K").at(-1) ?? "");
}

test("terminalDisplay() keeps one bar below the lines and leaves nothing of it at the end", () => {
  const terminal = screen(80);
  const display = terminalDisplay(terminal);
  const meter = display.meter("history", 2);
  terminal.tick();
  assert.deepEqual(shownBy(terminal.text), ["0:00 history ──────────────────── 0/2"]);
  display.progress("one is taken");
  meter.advance();
  terminal.tick();
  assert.deepEqual(shownBy(terminal.text), ["one is taken", "0:00 history ━━━━━━━━━━────────── 1/2"]);
  const before = terminal.text;
  terminal.tick();
  assert.equal(terminal.text, before, "the same bar is not drawn again");
  meter.end();
  meter.end();
  assert.deepEqual(shownBy(terminal.text), ["one is taken", ""]);
  assert.equal(terminal.isTicking(), false);
});

test("terminalDisplay() leaves nothing when it is closed in the middle of work, and draws no more", () => {
  const terminal = screen(80);
  const display = terminalDisplay(terminal);
  const meter = display.meter("history", 2);
  terminal.tick();
  display.close();
  assert.deepEqual(shownBy(terminal.text), [""]);
  const { text } = terminal;
  meter.advance();
  display.meter("more");
  terminal.tick();
  meter.end();
  assert.equal(terminal.text, text);
  assert.equal(terminal.isTicking(), false);
});

test("terminalDisplay() shows lines and no bar off a terminal", () => {
  const log = screen(undefined);
  const display = terminalDisplay(log);
  const meter = display.meter("history", 2);
  log.tick();
  display.progress("one is taken");
  display.detail("ran true");
  meter.end();
  display.clear();
  display.close();
  assert.equal(log.text, "one is taken\n");
});

test("terminalDisplay() shows nothing when quiet, and details when verbose", () => {
  const terminal = screen(80);
  const display = terminalDisplay(terminal);
  display.setVolume("quiet");
  display.meter("history", 2);
  terminal.tick();
  display.progress("one is taken");
  assert.equal(terminal.text, "");
  display.setVolume("verbose");
  display.detail("ran true");
  assert.equal(terminal.text, "ran true\n");
});
