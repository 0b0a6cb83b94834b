import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, rulesWith, snapshotOf } from "@lockstep/testing";
import { run } from "./run.ts";
import { derivedFiles, nameSurface, root, surfacePath, textOf, wrappedWorld } from "./small-root.ts";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
const schemaOf = (file: string): Schema => JSON.parse(readFileSync(join(import.meta.dirname, "../../../schemas", file), "utf8")) as Schema;
const artifacts = schemaOf("SCHEMA.json");

/** Asserts that each object's keys follow the order of its schema's properties; returns how many objects it looked at. */
function assertOrder(value: unknown, schema: Schema | undefined, whole: Schema, where: string): number {
  const resolved = schema?.$ref === undefined ? schema : whole.$defs?.[schema.$ref.replace("#/$defs/", "")];
  if (Array.isArray(value))
    return value.reduce((sum: number, item, index) => sum + assertOrder(item, resolved?.items, whole, `${where}/${String(index)}`), 0);
  if (typeof value !== "object" || value === null || resolved?.properties === undefined) return 0;
  const { properties } = resolved;
  assert.deepEqual(
    Object.keys(value),
    Object.keys(properties).filter((key) => Object.hasOwn(value, key)),
    where,
  );
  return Object.entries(value).reduce((sum, [key, item]) => sum + assertOrder(item, properties[key], whole, `${where}/${key}`), 1);
}

for (const version of [1, 2]) {
  test(`every derived document has its keys in the order of the schema's properties under rules version ${String(version)}`, () =>
    checkDocuments(version));
}

async function checkDocuments(rules_schema_version: number): Promise<void> {
  const files = await derivedFiles();
  files.tree.set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version }));
  const everything = {
    long: "--full",
    short: "-f",
    takes_value: true,
    value_name: "V",
    repeatable: true,
    aliases: ["--f"],
    description: "d",
    default: "x",
    possible_values: ["x"],
    env: "F",
    hidden: true,
    deprecated: true,
    optional_value: true,
    value_names: ["V", "W"],
    variadic: true,
    negatable: true,
    global: true,
    sources: ["help"],
  };
  const arg = {
    name: "A",
    required: true,
    variadic: true,
    note: "inferred from usage",
    description: "d",
    default: "x",
    possible_values: ["x"],
    sources: ["help"],
  };
  const command = {
    path: ["full"],
    about: "a",
    usage: "u",
    args: [arg],
    flags: [everything],
    aliases: ["f"],
    hidden: true,
    deprecated: true,
    description: "d",
    sources: ["help"],
    help_sha256: "b".repeat(64),
  };
  const reversed = (value: object): object => Object.fromEntries(Object.entries(value).toReversed());
  for (const [target, about] of [
    [linux, "a"],
    [mac, "b"],
  ] as const) {
    const config = { long: "--config", takes_value: true };
    const flags = [reversed(everything), { ...config, value_name: "FILE" }];
    const full = reversed({ ...command, about, flags, args: [reversed(arg)] });
    files.tree.set(
      `/repo/${root}/snapshots/1.2.0/${target}.json`,
      renderJson({ ...snapshotOf(target, [{ path: [], flags: [config] }, full]), known_omissions: ["x"] }),
    );
  }
  files.tree.set(`/repo/${root}/raw_help/1.2.0/${linux}/commands/full/help.txt`, "help");
  for (const verb of ["union", "report", "version-metadata --status reported"]) {
    const { code, err } = await run(wrappedWorld(files), `${verb} --cli tool --version 1.2.0`);
    assert.equal(code, 0, err);
  }
  nameSurface(files);
  assert.equal((await run(wrappedWorld(files), "wrapper-surface --cli tool")).code, 0);
  const check = (path: string, kind: string): number =>
    assertOrder(JSON.parse(textOf(files, path)), { $ref: `#/$defs/${kind}` }, artifacts, path);
  assert(check("snapshots/1.2.0/union.json", "UpstreamSnapshotUnionV2") > 15);
  assert(check("reports/1.2.0/coverage.any.json", "CoverageReportV1") > 8);
  assert(check("wrapper_coverage.json", "WrapperCoverageV1") > 6);
  const metadata = schemaOf("VERSION_METADATA_SCHEMA.json");
  assert(assertOrder(JSON.parse(textOf(files, "versions/1.2.0.json")), metadata, metadata, "metadata") > 3);
  const surface = schemaOf("WRAPPER_SURFACE_SCHEMA.json");
  assert(assertOrder(JSON.parse(files.tree.get(`/repo/${surfacePath}`) ?? ""), surface, surface, "surface") > 2);
  const union = textOf(files, "snapshots/1.2.0/union.json");
  for (const field of [...Object.keys(everything), ...Object.keys(arg), ...Object.keys(command), "inferred_from_usage", "evidence"])
    assert(union.includes(`"${field}":`), field);
  // What only version 2 writes is there to be looked at.
  const additions = [union.includes('"root_values_by_target":'), textOf(files, "reports/1.2.0/coverage.any.json").includes('"state":')];
  assert.deepEqual(additions, [rules_schema_version === 2, rules_schema_version === 2]);
}
