import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import { egressFetch, sharedEgress } from "../egress/fetch.ts";
import { RepeatedPost } from "../egress/repeated-post.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

type Build = Anthropic["buildRequest"];

class GatewayAnthropic extends Anthropic {
  readonly #post: RepeatedPost;

  constructor(options: ClientOptions, send: typeof fetch) {
    super({ ...options, fetch: send });
    this.#post = new RepeatedPost(send);
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
export const anthropicClients = new ClientCache<Anthropic>(({ connection, timeouts }) => {
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
  return new GatewayAnthropic(options, egressFetch(sharedEgress(timeouts.connectMs)));
});
