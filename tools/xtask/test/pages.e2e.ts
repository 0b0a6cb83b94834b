import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { diskFiles } from "@lockstep/adapters";
import { renderCliPage } from "@lockstep/pages";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { sha256Base64 } from "../src/pages/write-pages.ts";
import { largePage } from "./pages/large-page.ts";
import { run, testWorld } from "./run.ts";

const repository = join(import.meta.dirname, "../../..");
/** Looked at by people: what the browser shows of the committed data. */
const shots = join(repository, ".cache/page-shots");
const folder = mkdtempSync(join(tmpdir(), "pages-"));
let browser: Browser | undefined;
/** Where the program comes from Debian's package or one that puts it at the same place. */
const skip = process.platform === "linux" ? false : "Chromium is looked for where Linux has it";

before(async () => {
  if (skip !== false) return;
  const ran = await run(testWorld(diskFiles(repository)), ["report", "--format", "html", "--all", "--out-dir", folder]);
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  writeFileSync(join(folder, "large.html"), renderCliPage(largePage(5000), { sha256: sha256Base64 }));
  mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/**
 * Opens a page, gives it to `look`, and asserts that the browser asked for nothing but the file and complained of nothing but what
 * is expected. Returns how many complaints there were.
 */
async function visit(
  file: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
  expected?: RegExp,
): Promise<number> {
  assert(browser !== undefined);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const sent: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const blocked: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText === "csp") blocked.push(request.url());
  });
  const url = pathToFileURL(join(folder, file)).href;
  await page.goto(url);
  await look(page);
  await context.close();
  assert.deepEqual(
    complaints.filter((complaint) => expected?.test(complaint) !== true),
    [],
  );
  assert.deepEqual(
    sent.filter((request) => request !== url && !request.startsWith("data:") && !(expected !== undefined && blocked.includes(request))),
    [],
  );
  return complaints.length;
}

/** How far the page can be scrolled sideways, in pixels. */
const sideways = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

const visibleItems = (page: Page): Promise<number> => page.locator("#queue li:not([hidden])").count();

for (const cli of ["codex", "claude_code", "copilot", "gemini_cli", "opencode", "qwen_code", "index"]) {
  test(`${cli}.html is shown in both schemes, at any width and without scripts, and asks for nothing`, { skip }, async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await visit(`${cli}.html`, { colorScheme }, async (page) => {
        await page.screenshot({ path: join(shots, `${cli}-${colorScheme}.png`) });
        assert.equal(await sideways(page), 0);
      });
    }
    await visit(`${cli}.html`, { viewport: { width: 360, height: 740 } }, async (page) => {
      await page.screenshot({ path: join(shots, `${cli}-narrow.png`) });
      assert.equal(await sideways(page), 0);
      await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
      assert.equal(await sideways(page), 0, "with everything opened");
    });
    await visit(`${cli}.html`, { javaScriptEnabled: false }, async (page) => {
      await page.screenshot({ path: join(shots, `${cli}-without-script.png`) });
      assert.equal(await page.locator("form:visible").count(), 0);
      assert.ok((await page.locator("table:visible").count()) > 0);
    });
  });
}

test("the links of the pages lead to files that exist", { skip }, async () => {
  for (const file of ["index.html", "codex.html"]) {
    await visit(file, {}, async (page) => {
      const targets = await page.evaluate<readonly string[]>(
        "Array.from(document.querySelectorAll('a[href]:not([href^=\"#\"])'), ({ href }) => href)",
      );
      assert.ok(targets.length > 3);
      for (const target of targets) assert.ok(await diskFiles(repository).stat(new URL(target).pathname), target);
    });
  }
});

test("the work queue is filtered with the keyboard alone", { skip }, async () => {
  await visit("claude_code.html", {}, async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "content");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.name"), "text");
    const all = await visibleItems(page);
    await page.keyboard.type("mcp");
    const found = await visibleItems(page);
    assert.ok(found > 0 && found < all, `${String(found)} of ${String(all)}`);
    assert.equal(await page.locator("#queue-found").textContent(), `${String(found)} of ${String(all)} units`);
    for (const text of await page.locator("#queue li:not([hidden])").allTextContents()) assert.match(text.toLowerCase(), /mcp/);
    // Every list that has something stands open, and no other one is shown.
    assert.equal(await page.locator("#queue details:visible").count(), await page.locator("#queue details[open]:visible").count());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.name"), "kind");
    await page.keyboard.type("arg");
    const args = await visibleItems(page);
    assert.ok(args < found);
    assert.equal(await page.locator('#queue li:not([hidden]):not([data-kind="arg"])').count(), 0);
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Clear");
    await page.keyboard.press("Enter");
    await page.locator("#queue-found", { hasText: `${String(all)} units` }).waitFor();
    assert.equal(await visibleItems(page), all);
    // The next stop is the first list, which the keyboard opens and closes.
    await page.keyboard.press("Tab");
    const isOpen = async (): Promise<unknown> => page.evaluate("document.activeElement.parentElement.open");
    const wasOpen = await isOpen();
    await page.keyboard.press("Enter");
    assert.notEqual(await isOpen(), wasOpen);
  });
});

test("the work queue is filtered by command, target and list", { skip }, async () => {
  await visit("codex.html", {}, async (page) => {
    const all = await visibleItems(page);
    await page.locator("select[name=command]").selectOption("sandbox");
    const names = await page.locator("#queue li:not([hidden]) code").allTextContents();
    assert.ok(names.length > 0 && names.length < all);
    for (const name of names) assert.match(name, /^sandbox( |$)/);
    await page.locator("#queue-filter button").click();
    await page.locator("select[name=delta]").selectOption("at_risk");
    const atRisk = await visibleItems(page);
    assert.equal(atRisk, await page.locator("[data-delta=at_risk] li").count());
    await page.locator("select[name=command]").selectOption("execpolicy check");
    assert.equal(await visibleItems(page), 5);
    await page.locator("select[name=target]").selectOption("aarch64-apple-darwin");
    assert.equal(await visibleItems(page), 0);
    assert.equal(await page.locator("#queue details:visible").count(), 0);
  });
});

test("any two versions are compared, whichever is named first", { skip }, async () => {
  await visit("codex.html", {}, async (page) => {
    const shown = async (): Promise<readonly string[]> => page.locator("#changes [data-from]:visible > summary").allTextContents();
    assert.equal((await shown()).length, 1);
    await page.locator("select[name=from]").selectOption("0.125.0");
    const [far] = await shown();
    assert.match(far ?? "", /^0\.125\.0 → 0\.169\.0 \d+ changes/);
    await page.locator("select[name=from]").selectOption("0.169.0");
    await page.locator("select[name=to]").selectOption("0.125.0");
    assert.deepEqual(await shown(), [far]);
    await page.locator("select[name=to]").selectOption("0.169.0");
    assert.deepEqual(await shown(), []);
    assert.ok(await page.locator("#diff-none").isVisible());
  });
});

test("a command opens its units, and the timeline has what the snapshots have", { skip }, async () => {
  await visit("codex.html", {}, async (page) => {
    const command = page.locator("details.command", { has: page.locator("summary", { hasText: /^exec$/ }) });
    await command.locator("summary").press("Enter");
    assert.ok(await command.getByText("--json", { exact: true }).isVisible());
    await page.locator("#commands").screenshot({ path: join(shots, "codex-commands.png") });
    const row = page.locator("#timeline tr", { has: page.locator("code", { hasText: /^codex --full-auto$/ }) });
    assert.deepEqual(await row.locator("td").allTextContents(), [
      "visible",
      "rejected",
      "rejected",
      "visible until 0.125.0, rejected since 0.146.0",
    ]);
  });
});

test("what would get into a page past the escaping neither runs nor asks for anything", { skip }, async () => {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const injected = `<script>document.title = "injected"</script><img src="http://127.0.0.1:${String(port)}/x.png">`;
  const page = readFileSync(join(folder, "codex.html"), "utf8");
  writeFileSync(join(folder, "injected.html"), page.replace("<main", `${injected}<main`));
  const complaints = await visit(
    "injected.html",
    {},
    async (opened) => {
      assert.equal(await opened.title(), "codex – Lockstep");
      // The page's own script runs all the same.
      assert.ok(await opened.locator("#queue-filter").isVisible());
    },
    /Content Security Policy/,
  );
  server.close();
  assert.deepEqual([complaints, hits], [2, 0]);
});

test("a page of 5,000 units is shown and filtered fast", { skip }, async (context) => {
  await visit("large.html", {}, async (page) => {
    const { loadMs, nodes } = await page.evaluate<{ readonly loadMs: number; readonly nodes: number }>(
      `({ loadMs: performance.getEntriesByType("navigation")[0].loadEventEnd, nodes: document.getElementsByTagName("*").length })`,
    );
    // A key stroke until what it found is laid out.
    const keysMs = await page.evaluate<readonly number[]>(`(async () => {
      const input = document.querySelector("input[name=text]");
      const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      const times = [];
      for (const text of ["f", "fl", "fla", "flag", "flag-1", "flag-12", "", "x", ""]) {
        await drawn();
        const start = performance.now();
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        document.documentElement.getBoundingClientRect();
        times.push(performance.now() - start);
      }
      return times;
    })()`);
    const shown = keysMs.map((time) => time.toFixed(1)).join(", ");
    context.diagnostic(`loaded in ${loadMs.toFixed(0)} ms, ${String(nodes)} elements; key strokes in ms: ${shown}`);
    // Far above what is measured: the machine may be busy.
    assert.ok(loadMs < 20_000 && Math.max(...keysMs) < 2000);
    await page.screenshot({ path: join(shots, "large.png") });
  });
});
