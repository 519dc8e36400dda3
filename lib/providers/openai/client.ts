import OpenAI, { type ClientOptions } from "openai";
import type { Departure } from "#lib/core/departure.ts";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import { type Egress, egressFetch, sharedEgress } from "../egress/fetch.ts";
import { RepeatedPost } from "../egress/repeated-post.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

type Build = OpenAI["buildRequest"];

class GatewayOpenAI extends OpenAI {
  readonly #post: RepeatedPost;

  constructor(options: ClientOptions, egress: Egress) {
    super({ ...options, fetch: egressFetch(egress) });
    this.#post = new RepeatedPost(egress);
  }

  /** Posts JSON, and gives the JSON of the answer, which comes whole. @throws what the SDK does */
  whole<T>(path: string, body: object, departure: Departure): Promise<T> {
    return this.#post.whole<T>({ path, body }, departure, {
      build: () => this.buildRequest({ method: "post", path, body }),
      judge: (signal) => this.post<T>(path, { body, signal }),
    });
  }

  override buildRequest(...given: Parameters<Build>): ReturnType<Build> {
    const [options] = given;
    // What a method of the SDK adds to a call, such as how its answer is read, is the SDK's to build.
    if (options.method !== "post" || options.__metadata) return super.buildRequest(...given);
    return this.#post.build(
      options,
      (path) => this.buildURL(path, null),
      () => super.buildRequest(...given),
    );
  }

  override fetchWithTimeout(...[url, init]: Parameters<OpenAI["fetchWithTimeout"]>): Promise<Response> {
    return this.#post.fetch(url, init);
  }
}

/** The SDK's clients, with everything given, so that they take nothing from the environment. */
export const openaiClients = new ClientCache<GatewayOpenAI>(({ connection, timeouts }) => {
  const { credentials } = connection;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "OpenAI needs an API key.");
  const options = {
    apiKey: credentials.apiKey,
    baseURL: addressFor({ ...connection, provider: "openai" }),
    organization: null,
    project: null,
    logLevel: "off",
    timeout: SDK_LIMIT_MS,
    maxRetries: 0,
  } as const;
  return new GatewayOpenAI(options, sharedEgress(timeouts.connectMs));
});
