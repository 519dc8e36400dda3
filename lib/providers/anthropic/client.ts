import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import type { Departure } from "#lib/core/departure.ts";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import { type Egress, egressFetch, sharedEgress } from "../egress/fetch.ts";
import { RepeatedPost } from "../egress/repeated-post.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

type Build = Anthropic["buildRequest"];

class GatewayAnthropic extends Anthropic {
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
    if (options.method !== "post") return super.buildRequest(...given);
    return this.#post.build(
      options,
      (path) => this.buildURL(path, null),
      () => super.buildRequest(...given),
    );
  }

  override fetchWithTimeout(...[url, init]: Parameters<Anthropic["fetchWithTimeout"]>): Promise<Response> {
    return this.#post.fetch(url, init);
  }
}

/** The SDK's clients, with everything given, so that they take nothing from the environment. */
export const anthropicClients = new ClientCache<GatewayAnthropic>(({ connection, timeouts }) => {
  const { credentials } = connection;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "Anthropic needs an API key.");
  const options = {
    apiKey: credentials.apiKey,
    authToken: null,
    baseURL: addressFor({ ...connection, provider: "anthropic" }),
    logLevel: "off",
    openTelemetry: false,
    timeout: SDK_LIMIT_MS,
    maxRetries: 0,
  } as const;
  return new GatewayAnthropic(options, sharedEgress(timeouts.connectMs));
});
