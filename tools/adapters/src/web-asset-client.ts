import { readFile } from "node:fs/promises";
import type { AssetClient } from "@lockstep/kernel";
import { isObject, parseAnswer } from "./npm-answer.ts";
import { DOWNLOAD_LIMITS, downloadFile, type WebRoute } from "./web-download.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Web servers, reached as npm is configured to reach its registry: `proxy`, `https-proxy`, `noproxy`, `cafile`, `ca` and
 * `strict-ssl`, and the variables of the environment that every program knows. Credentials of npm are for registries, and not sent.
 * @param readConfig what `npm config list --json` prints; it is asked once, and an absent npm configures nothing
 */
export function webAssetClient(
  env: Environment,
  readConfig: () => Promise<string>,
  stop?: AbortSignal,
  limits = DOWNLOAD_LIMITS,
): AssetClient {
  let route: Promise<WebRoute> | undefined;
  return {
    async fetch(url, to, onProgress) {
      route ??= readConfig().then(
        (output) => webRoute(output, env),
        () => webRoute("", env),
      );
      await downloadFile({ url, to, route: await route, limits, stop, onProgress });
    },
  };
}

/** Reads the route from what `npm config list --json` prints. A variable goes before the configuration, as npm has it. */
export async function webRoute(output: string, env: Environment): Promise<WebRoute> {
  const answer = parseAnswer(output);
  const config = isObject(answer) ? answer : {};
  const cafile = textOf(config["cafile"]);
  const given = [config["ca"]].flat().filter((each): each is string => typeof each === "string" && each !== "");
  const ca = cafile === undefined ? given.join("\n") : await readFile(cafile, "utf8").catch(() => given.join("\n"));
  const proxies = Object.fromEntries(
    [
      ["HTTP_PROXY", variable(env, "http_proxy") ?? textOf(config["proxy"])],
      ["HTTPS_PROXY", variable(env, "https_proxy") ?? textOf(config["https-proxy"]) ?? textOf(config["proxy"])],
      ["NO_PROXY", variable(env, "no_proxy") ?? listOf(config["noproxy"])],
    ].filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const isProxied = proxies["HTTP_PROXY"] !== undefined || proxies["HTTPS_PROXY"] !== undefined;
  return { isStrict: config["strict-ssl"] !== false, ...(ca === "" ? {} : { ca }), ...(isProxied ? { proxies } : {}) };
}

function variable(env: Environment, name: string): string | undefined {
  return textOf(env[name]) ?? textOf(env[name.toUpperCase()]);
}

function listOf(value: unknown): string | undefined {
  const texts = [value].flat().filter((each): each is string => typeof each === "string" && each !== "");
  return texts.length === 0 ? undefined : texts.join(",");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
