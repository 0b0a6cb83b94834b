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
import { scenarioProcesses } from "./committed-files.ts";
import { largePage } from "./pages/large-page.ts";
import { foundUnits, layOutAll, shownItems, sideways, visibleItems } from "./pages/page-queries.ts";
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
  const ran = await run(testWorld(diskFiles(repository), { processes: scenarioProcesses }), [
    "report",
    "--format",
    "html",
    "--all",
    "--out-dir",
    folder,
  ]);
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

for (const cli of ["codex", "claude_code", "copilot", "gemini_cli", "opencode", "qwen_code", "index"]) {
  test(`${cli}.html is shown in both schemes, at any width and without scripts, and asks for nothing`, { skip }, async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await visit(`${cli}.html`, { colorScheme }, async (page) => {
        await page.screenshot({ path: join(shots, `${cli}-${colorScheme}.png`) });
        await layOutAll(page);
        assert.equal(await sideways(page), 0);
      });
    }
    await visit(`${cli}.html`, { viewport: { width: 360, height: 740 } }, async (page) => {
      await page.screenshot({ path: join(shots, `${cli}-narrow.png`) });
      await layOutAll(page);
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
    const all = await foundUnits(page, /^\d+ units$/);
    assert.equal(await visibleItems(page), all);
    await page.keyboard.type("mcp");
    await page.locator("input[name=text]:focus").waitFor();
    const found = await foundUnits(page, /^\d+ of \d+ units$/);
    assert.ok(found > 0 && found < all, `${String(found)} of ${String(all)}`);
    assert.equal(await page.locator("input[name=text]").inputValue(), "mcp");
    assert.equal(await visibleItems(page), found);
    for (const text of await page.locator(shownItems).allTextContents()) assert.match(text.toLowerCase(), /mcp/);
    // Every list that has something stands open, and no other one is shown.
    assert.equal(await page.locator("#queue details:visible").count(), await page.locator("#queue details[open]:visible").count());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.locator("select[name=kind]:focus").waitFor();
    // Not by typing its name, for which a browser waits only so long.
    await page.keyboard.press("End");
    await page.locator('select[name=kind] option[value="arg"]:checked').waitFor({ state: "attached" });
    const args = await foundUnits(page, new RegExp(`^(?!${String(found)} )\\d+ of ${String(all)} units$`));
    assert.ok(args < found);
    assert.equal(await visibleItems(page), args);
    assert.equal(await page.locator(`${shownItems}:not([data-kind="arg"])`).count(), 0);
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("Tab");
    await page.locator("button:focus", { hasText: /^Clear$/ }).waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await foundUnits(page, new RegExp(`^${String(all)} units$`)), all);
    assert.equal(await visibleItems(page), all);
    // The next stop is the first list, which the keyboard opens and closes.
    await page.keyboard.press("Tab");
    await page.locator("#queue details[open] > summary:focus").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("#queue details:not([open]) > summary:focus").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("#queue details[open] > summary:focus").waitFor();
  });
});

test("the work queue is filtered by command, target and list", { skip }, async () => {
  await visit("codex.html", {}, async (page) => {
    const all = await foundUnits(page, /^\d+ units$/);
    const some = new RegExp(`^\\d+ of ${String(all)} units$`);
    await page.locator("select[name=command]").selectOption("sandbox");
    const found = await foundUnits(page, some);
    const names = await page.locator(`${shownItems} code`).allTextContents();
    assert.ok(found > 0 && found < all);
    assert.equal(names.length, found);
    for (const name of names) assert.match(name, /^sandbox( |$)/);
    await page.locator("#queue-filter button").click();
    await foundUnits(page, new RegExp(`^${String(all)} units$`));
    await page.locator("select[name=delta]").selectOption("at_risk");
    const atRisk = await foundUnits(page, some);
    assert.equal(atRisk, await page.locator("[data-delta=at_risk] li").count());
    assert.equal(await visibleItems(page), atRisk);
    await page.locator("select[name=command]").selectOption("execpolicy check");
    assert.equal(await foundUnits(page, new RegExp(`^5 of ${String(all)} units$`)), 5);
    assert.equal(await visibleItems(page), 5);
    await page.locator("select[name=target]").selectOption("aarch64-apple-darwin");
    await foundUnits(page, new RegExp(`^0 of ${String(all)} units$`));
    assert.equal(await visibleItems(page), 0);
    assert.equal(await page.locator("#queue details:visible").count(), 0);
  });
});

test("any two versions are compared, whichever is named first, as diff does it", { skip }, async () => {
  const { out } = await run(testWorld(diskFiles(repository), { processes: scenarioProcesses }), "diff 0.125.0 0.169.0 --no-replay --all");
  const commands = out
    .split("\n\n")
    .slice(1, -1)
    .map((group) => group.split("\n", 1)[0]?.replace("(root)", "codex") ?? "");
  assert.ok(commands.length > 10);
  await visit("codex.html", {}, async (page) => {
    const shown = page.locator("#changes [data-from]:not([hidden])");
    const onlyShown = async (from: string, to: string): Promise<string> => {
      const diff = page.locator(`#changes [data-from="${from}"][data-to="${to}"]:not([hidden])[open]`);
      await diff.waitFor();
      assert.equal(await shown.count(), 1);
      return (await diff.textContent()) ?? "";
    };
    await onlyShown("0.146.0", "0.169.0");
    await page.locator("select[name=from]").selectOption("0.125.0");
    const far = await onlyShown("0.125.0", "0.169.0");
    assert.match(far, /^\s*0\.125\.0 → 0\.169\.0 \d+ changes: \d+ breaking/);
    assert.deepEqual(await shown.locator("h3 > code").allTextContents(), commands);
    await page.locator("#changes").screenshot({ path: join(shots, "codex-changes.png") });
    await page.locator("select[name=to]").selectOption("0.146.0");
    await onlyShown("0.125.0", "0.146.0");
    await page.locator("select[name=from]").selectOption("0.169.0");
    await onlyShown("0.146.0", "0.169.0");
    await page.locator("select[name=to]").selectOption("0.125.0");
    assert.equal(await onlyShown("0.125.0", "0.169.0"), far);
    await page.locator("select[name=to]").selectOption("0.169.0");
    await page.locator("#diff-none").waitFor();
    assert.equal(await shown.count(), 0);
  });
});

test("without scripts what lies between any two versions can be read", { skip }, async () => {
  await visit("codex.html", { javaScriptEnabled: false }, async (page) => {
    await page.locator("#diff-all > summary").click();
    const line = page.locator("#diff-all li", { hasText: "codex --full-auto" }).filter({ hasText: "flag-removed" });
    await line.waitFor();
    assert.match((await line.textContent()) ?? "", /0\.125\.0 → 0\.146\.0–0\.169\.0\s*$/);
  });
});

test("a command opens its units, and the timeline has what the snapshots have", { skip }, async () => {
  await visit("codex.html", {}, async (page) => {
    const command = page.locator("details.command", { has: page.locator("summary", { hasText: /^exec$/ }) });
    await command.locator("summary").press("Enter");
    await command.getByText("--json", { exact: true }).waitFor();
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
      await opened.locator("#queue-filter").waitFor();
    },
    /Content Security Policy/,
  );
  server.close();
  assert.deepEqual([complaints, hits], [2, 0]);
});

test("a page of 5,000 units is shown and filtered", { skip }, async () => {
  await visit("large.html", {}, async (page) => {
    const all = await foundUnits(page, /^\d+ units$/);
    assert.ok(all > 2000);
    await page.screenshot({ path: join(shots, "large.png") });
    for (const text of ["flag-1", "flag-12", "flag-123", "no such flag", "flag-1"]) {
      await page.locator("input[name=text]").fill(text);
      const count = await page.evaluate<number>(
        `Array.from(document.querySelectorAll("#queue li")).filter(({ textContent }) => textContent.includes(${JSON.stringify(text)})).length`,
      );
      await foundUnits(page, new RegExp(`^${String(count)} of ${String(all)} units$`));
      assert.equal(await visibleItems(page), count);
    }
    await page.screenshot({ path: join(shots, "large-filtered.png") });
    await page.locator("input[name=text]").fill("");
    await foundUnits(page, new RegExp(`^${String(all)} units$`));
    assert.equal(await visibleItems(page), all);
  });
});
