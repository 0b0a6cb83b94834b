import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runProcess } from "@lockstep/runtime";
import schema from "../schemas/exec-event.schema.json" with { type: "json" };
import { type Schemas, shapeDifferences } from "./app-server-schema.ts";
import { knownDifferences, renamed, sharedTypes } from "./app-server-schema-differences.ts";
import { codexBinaries, versionOf } from "./events-binaries.ts";

// A new value, field or item type of codex fails here: see the table for what to do.
for (const binary of codexBinaries()) {
  test(`exec-event.schema.json differs from the app-server's schema only where the table says so: ${binary}`, async (t) => {
    const version = await versionOf(binary);
    const folder = mkdtempSync(join(tmpdir(), "app-server-schema-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const { exitCode, stderr } = await runProcess({
      file: binary,
      args: ["app-server", "generate-json-schema", "--out", folder],
      env: { HOME: folder, CODEX_HOME: folder },
      totalMs: 60_000,
    });
    assert.equal(exitCode, 0, stderr);
    const { definitions } = JSON.parse(readFileSync(join(folder, "codex_app_server_protocol.v2.schemas.json"), "utf8")) as {
      readonly definitions: Schemas;
    };
    const applying = knownDifferences.filter(
      ({ since = version, until = version }) => compare(since, version) <= 0 && compare(version, until) <= 0,
    );
    assert.deepEqual(
      shapeDifferences(schema.$defs as object as Schemas, definitions, sharedTypes, renamed).toSorted(),
      applying.flatMap(({ differences }) => differences).toSorted(),
      `The table of app-server-schema-differences.ts is not that of codex ${version}`,
    );
  });
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
