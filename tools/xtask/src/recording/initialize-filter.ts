import type { CliDescriptor } from "@lockstep/contracts";

/** How a CLI is told first what is wanted of it; absent, as in JSON-RPC. */
export type InitializeRequest = CliDescriptor["initialize_request"];

/**
 * A program for `node -e` that passes standard input on and appends the names of the fields of every `initialize` request in
 * it, a line each, to the file that its argument names. It writes them before the request itself is passed on. A request is a
 * line of JSON as `initialize_request` of `cli.json` says, or JSON-RPC's `{"method":"initialize","params":{…}}`. No value is kept.
 */
export function renderInitializeFilter(form: InitializeRequest): string {
  return `const form = ${JSON.stringify(form ?? null)};${filter}`;
}

const filter = `
const { appendFileSync, writeSync } = require("node:fs");
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const fieldsOf = (line) => {
  let message;
  try { message = JSON.parse(line); } catch { return []; }
  if (!isObject(message)) return [];
  const asked = form === null ? undefined : message[form.fields_in];
  if (isObject(asked) && asked[form.named_by] === "initialize") return Object.keys(asked).filter((name) => name !== form.named_by);
  return message.method === "initialize" && isObject(message.params) ? Object.keys(message.params) : [];
};
const passOn = (chunk) => { for (let at = 0; at < chunk.length;) at += writeSync(1, chunk, at); };
let rest = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  try {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end + 1);
      rest = rest.subarray(end + 1);
      for (const name of fieldsOf(line.toString("utf8"))) appendFileSync(process.argv[1], JSON.stringify(name) + "\\n");
      passOn(line);
    }
  } catch (error) {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  }
});
process.stdin.on("end", () => { try { passOn(rest); } catch {} });
`;
