import type { IncomingMessage } from "node:http";
import { BusyError, EnvironmentError, InputError } from "@lockstep/kernel";

/** An address as it may be shown: a query, and what stands before the host, may be secrets. */
export function shownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** What an answer without the file means. */
export function refusal(address: URL, { statusCode = 0, headers }: IncomingMessage): Error {
  const url = shownUrl(address);
  const status = String(statusCode);
  switch (statusCode) {
    case 404:
    case 410:
      return new InputError("ASSET_UNKNOWN", `There is no "${url}": the server answers ${status}, wanted 200`, {
        hint: 'Check the version, and the "url" of this target in cli.json',
      });
    case 401:
    case 403:
    case 407:
      return new EnvironmentError("ASSET_REFUSED", `"${url}" is refused without credentials: the server answers ${status}, wanted 200`, {
        hint: "Fetch the file with the client that has them, and pin it as a local file: xtask lock add --file <path>",
      });
    case 429:
    case 503: {
      const after = headers["retry-after"];
      return new BusyError("ASSET_BUSY", `"${url}" is busy: the server answers ${status}, wanted 200`, {
        hint: `Run the command again ${after !== undefined && /^\d+$/.test(after) ? `in ${after} seconds` : "later"}`,
      });
    }
    default:
      // A server that failed may do better the next time, and one that has no such part has the whole.
      if (statusCode >= 500 || statusCode === 416) return new Error(`the server answered ${status}`);
      return new EnvironmentError("ASSET_REFUSED", `"${url}" gives no file: the server answers ${status}, wanted 200`, {
        hint: 'Check the "url" of this target in cli.json',
      });
  }
}
