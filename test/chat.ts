import type { ChatEvent, ChatRequest } from "#lib/contracts/chat.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { db } from "#lib/store/client.ts";
import { systemContext } from "./fleet.ts";
import type { LoopbackProvider } from "./loopback-provider/loopback-provider.ts";

/** A request of one sentence; everything else is left to the configuration. */
export const capitalOfFrance: ChatRequest = { ...plainQuestion("What is the capital of France?"), maxTokens: 100 };

/** Lets calls go to loopback providers, with a key that opens nothing. */
export function allowLoopback(...providers: LoopbackProvider[]): void {
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = providers.map(({ url }) => url).join(",");
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
  process.env.OPENAI_API_KEY = "sk-loopback";
  process.env.ANTHROPIC_API_KEY = "sk-ant-loopback";
}

/** A configuration of OpenAI's kind that asks a loopback provider. */
export async function loopbackConfiguration(
  provider: LoopbackProvider,
  name: string,
  given: Record<string, unknown> = {},
): Promise<string> {
  const settings = {
    ...{ provider: "openai", model: "gpt-4o", tier: "balanced", temperature: 0.2, maxTokens: 1000, timeoutMs: 2000 },
    ...{ baseUrl: `${provider.url}/v1`, maxRetries: 1 },
    ...given,
  };
  const input = { provider: "openai", name, settings, baseRevision: 0, note: "for a test" };
  await saveConfiguration({ ctx: systemContext(), input });
  await loadRuntime();
  return `openai/${name}`;
}

/** A preset of OpenAI that asks a loopback provider from now on. */
export async function loopbackPreset(provider: LoopbackProvider, name: string, given: Record<string, unknown>) {
  const { headRevision } = await db().configuration.findFirstOrThrow({ where: { provider: "openai", name } });
  const settings = {
    ...{ provider: "openai", temperature: 0.2, maxTokens: 1000, timeoutMs: 2000, maxRetries: 1 },
    ...{ baseUrl: `${provider.url}/v1`, ...given },
  };
  const input = { provider: "openai", name, settings, baseRevision: headRevision, note: "for a test" };
  await saveConfiguration({ ctx: systemContext(), input });
  await loadRuntime();
}

/** Everything a stream gives until it ends. */
export async function readAll(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
