import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Bench, setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { says } from "./fake-messages-answer.ts";
import { userTexts } from "./fake-messages-server.ts";

// Starts sessions of each real Claude Code in the background, which ask a fake Messages API.
for (const binary of claudeBinaries()) {
  test(`${binary}: background.start() gives the model a prompt that is the name of a command, and the session outlives the call`, async (t) => {
    const bench = await setUp(t, binary, (_, n) => says(`Answer ${n}`));
    trust(t, bench);
    const { background } = bench.claude;
    const said = await background.start({ prompt: "update", name: "Nightly" });
    const id = /backgrounded · (\w+)/.exec(said)?.[1] ?? assert.fail(said);
    await until(() => bench.server.requests.length > 0);
    const texts = userTexts(bench.server.requests[0] ?? assert.fail());
    assert.ok(
      texts.some((text) => text.trim() === "update"),
      texts.join("\n"),
    );
    const [session] = await background.list();
    assert.deepEqual([session?.id, session?.name, session?.kind], [id, "Nightly", "background"]);
    // A screen, with places in it instead of spaces.
    await until(async () => (await background.logs({ id })).includes("Answer"));
    await background.stop({ id });
    await until(async () => (await background.list({ all: true }))[0]?.state === "stopped");
    await background.remove({ id });
    assert.deepEqual(await background.list({ all: true }), []);
  });
}

/** The key and the directory are known to the configuration, as after a first start at a terminal. */
function trust(t: TestContext, { options, cwd }: Bench): void {
  const { configDir = "", env = {} } = options;
  const known = {
    hasCompletedOnboarding: true,
    customApiKeyResponses: { approved: [env["ANTHROPIC_API_KEY"]], rejected: [] },
    projects: { [cwd]: { hasTrustDialogAccepted: true } },
  };
  writeFileSync(join(configDir, ".claude.json"), JSON.stringify(known));
  // The sockets of its sessions have a folder that is named after the configuration's.
  const name = createHash("sha256").update(configDir).digest("hex").slice(0, 8);
  t.after(() => rmSync(join(`/tmp/cc-daemon-${String(process.getuid?.())}`, name), { recursive: true, force: true }));
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await isSo()) return;
    await sleep(100);
  }
  assert.fail("It did not come within its time");
}
