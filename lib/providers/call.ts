import type { ChatAnswer, ChatEvent, ChatRequest } from "#lib/contracts/chat.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { Leaving } from "#lib/core/departure.ts";
import type { ProviderCredentials } from "./credentials.ts";

/** One attempt of a chat call: who is asked, what, how it is reached and how long it may take. */
export interface ProviderCall {
  provider: Provider;
  model: string;
  request: ChatRequest;
  connection: ProviderConnection;
  timeouts: CallTimeouts;
  /** Ends the attempt at once, up to the provider's socket. */
  signal?: Leaving;
}

export interface ProviderConnection {
  credentials: ProviderCredentials;
  /** Null: the provider's own address. */
  baseUrl: string | null;
  /** Bedrock's. */
  region: string | null;
}

export interface CallTimeouts {
  /** Until a new connection stands, TLS included; a kept one takes no time. */
  connectMs: number;
  /** Until the first content of a stream; a whole answer has no first token of its own. */
  firstTokenMs: number;
  totalMs: number;
}

/** Exactly one attempt; the answer comes whole. @throws ProviderFailure */
export type Chat = (call: ProviderCall) => Promise<ChatAnswer>;

/** Exactly one attempt; leaving the loop ends the call. @throws ProviderFailure also after some events, when it breaks */
export type ChatStream = (call: ProviderCall) => AsyncIterable<ChatEvent>;

/** Both ways to ask one provider. */
export interface ChatAdapter {
  chat: Chat;
  chatStream: ChatStream;
}
