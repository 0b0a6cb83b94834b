/**
 * Compares the shapes of two JSON Schemas and says each difference in one line. The first is ours, in snake_case; the second is
 * what `codex app-server generate-json-schema` writes, in camelCase. Only shapes count: fields, whether they are required, whether
 * they may be null, enum values and variants.
 */
export function shapeDifferences(
  ours: Schemas,
  theirs: Schemas,
  pairs: readonly Pair[],
  renamed: Readonly<Record<string, string>>,
): string[] {
  return pairs.flatMap(([own, upstream]) => {
    const mine = shapeOf(ours, { $ref: `#/$defs/${own}` }, {});
    return [...differences(own, mine, shapeOf(theirs, { $ref: `#/definitions/${upstream}` }, renamed))];
  });
}

/** Definitions by name. */
export type Schemas = Readonly<Record<string, Schema | true>>;

/** Names of definitions that describe the same thing: ours, and the app-server's. */
export type Pair = readonly [own: string, upstream: string];

/** The keywords that either side uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema | true>>;
  readonly required?: readonly string[];
  readonly items?: Schema | true;
  readonly additionalProperties?: Schema | boolean;
}

/** A schema without its spelling. What only one side has is never looked into. */
type Shape = { readonly nullable: boolean } & (
  | { readonly kind: "any" | "string" | "integer" | "number" | "boolean" }
  | { readonly kind: "enum"; readonly values: ReadonlySet<string> }
  | { readonly kind: "variants"; readonly variants: ReadonlyMap<string, Shape>; readonly fields: Fields }
  | { readonly kind: "object"; readonly fields: Fields }
  | { readonly kind: "list" | "map"; readonly of: Shape }
);

/** Of variants, those that all of them have. */
type Fields = ReadonlyMap<string, Field>;

interface Field {
  readonly required: boolean;
  readonly shape: () => Shape;
}

function shapeOf(schemas: Schemas, schema: Schema | true, renamed: Readonly<Record<string, string>>): Shape {
  if (schema === true) return { kind: "any", nullable: false };
  const inner = (next: Schema | true): Shape => shapeOf(schemas, next, renamed);
  const named = (word: string): string => renamed[snake(word)] ?? snake(word);
  if (schema.$ref !== undefined) {
    const target = schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (target === undefined) throw new Error(`"${schema.$ref}" leads nowhere`);
    return inner(target);
  }
  if (schema.allOf?.length === 1 && schema.allOf[0] !== undefined) return inner(schema.allOf[0]);
  const types = [schema.type ?? []].flat();
  const nullable = types.includes("null");
  const alternatives = schema.oneOf ?? schema.anyOf;
  const fields = (of: Schema): Fields => {
    const entries = Object.entries(of.properties ?? {});
    return new Map(
      entries.map(([name, field]) => [named(name), { required: of.required?.includes(name) ?? false, shape: () => inner(field) }]),
    );
  };
  if (schema.properties?.["type"] !== undefined || (schema.properties !== undefined && alternatives === undefined)) {
    // Alternatives beside the fields of a variant add fields that one of them has.
    const optional = (alternatives ?? []).flatMap((each) => [...fields({ properties: each.properties ?? {} })]);
    return { kind: "object", fields: new Map([...optional, ...fields(schema)]), nullable };
  }
  if (alternatives !== undefined) {
    const some = alternatives.filter((each) => each.type !== "null");
    const [first] = some;
    if (some.length === 1 && first !== undefined && alternatives.length > 1) return { ...inner(first), nullable: true };
    const shapes = some.map(inner);
    const values = shapes.flatMap((shape) => (shape.kind === "enum" ? [...shape.values] : []));
    if (shapes.every((shape) => shape.kind === "enum")) return { kind: "enum", values: new Set(values), nullable };
    return { kind: "variants", fields: fields(schema), variants: new Map(shapes.map((shape) => [tagOf(shape), shape])), nullable };
  }
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values !== undefined) return { kind: "enum", values: new Set(values.map(named)), nullable };
  if (types.includes("array")) return { kind: "list", of: inner(schema.items ?? true), nullable };
  if (types.includes("object")) {
    const { additionalProperties } = schema;
    return { kind: "map", of: inner(typeof additionalProperties === "object" ? additionalProperties : true), nullable };
  }
  const kind = types.find((type) => type !== "null") ?? "any";
  if (!isScalar(kind)) throw new Error(`Type "${kind}" is not known`);
  return { kind, nullable };
}

function isScalar(kind: string): kind is "any" | "string" | "integer" | "number" | "boolean" {
  return ["any", "string", "integer", "number", "boolean"].includes(kind);
}

/** The one value of a variant's field `type`. */
function tagOf(shape: Shape): string {
  const type = shape.kind === "object" ? shape.fields.get("type")?.shape() : undefined;
  const [tag] = type?.kind === "enum" ? type.values : [];
  if (tag === undefined) throw new Error(`A variant has no field "type" with one value: ${shape.kind}`);
  return tag;
}

function snake(word: string): string {
  return word.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function* differences(path: string, ours: Shape, theirs: Shape): Generator<string, void, undefined> {
  if (ours.nullable !== theirs.nullable) yield `${path}: null only ${ours.nullable ? "in exec" : "in the app-server"}`;
  if (ours.kind !== theirs.kind) yield `${path}: ${ours.kind} in exec, ${theirs.kind} in the app-server`;
  if (ours.kind === "list" || ours.kind === "map") {
    if (theirs.kind === ours.kind) yield* differences(`${path}[]`, ours.of, theirs.of);
  } else if (ours.kind === "object" && theirs.kind === "object") {
    yield* onlyIn(ours.fields, theirs.fields, (name) => `${path}.${name}`);
    for (const [name, field] of ours.fields) {
      const other = theirs.fields.get(name);
      if (other === undefined) continue;
      if (field.required !== other.required) yield `${path}.${name}: required only ${field.required ? "in exec" : "in the app-server"}`;
      yield* differences(`${path}.${name}`, field.shape(), other.shape());
    }
  } else if (ours.kind === "variants" && theirs.kind === "variants") {
    yield* onlyIn(ours.fields, theirs.fields, (name) => `${path}.${name}`);
    yield* onlyIn(ours.variants, theirs.variants, (tag) => `${path} "${tag}"`);
    for (const [tag, variant] of ours.variants) {
      const other = theirs.variants.get(tag);
      if (other !== undefined) yield* differences(`${path} "${tag}"`, variant, other);
    }
  } else if (ours.kind === "enum") {
    const values = theirs.kind === "enum" ? theirs.values : theirs.kind === "variants" ? theirs.variants : undefined;
    if (values !== undefined) yield* onlyIn(ours.values, values, (value) => `${path} "${value}"`);
    // What the variants hold besides their names.
    for (const [tag, variant] of theirs.kind === "variants" ? theirs.variants : []) {
      const fields = variant.kind === "object" ? [...variant.fields.keys()] : [];
      for (const name of fields) if (name !== "type") yield `${path} "${tag}".${name}: only in the app-server`;
    }
  }
}

function* onlyIn(ours: Keyed, theirs: Keyed, name: (key: string) => string): Generator<string, void, undefined> {
  for (const key of ours.keys()) if (!theirs.has(key)) yield `${name(key)}: only in exec`;
  for (const key of theirs.keys()) if (!ours.has(key)) yield `${name(key)}: only in the app-server`;
}

interface Keyed {
  has(key: string): boolean;
  keys(): Iterable<string>;
}
