import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { processState } from "#lib/core/process-state.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { makeFleet, startedRuntime, systemContext } from "./fleet.ts";
import { LOOPBACK_MODELS } from "./loopback-answers.ts";
import { type LoopbackProvider, startLoopbackProvider } from "./loopback-provider/loopback-provider.ts";
import { type MachineServer, startMachineServer } from "./machine-server.ts";

export const PROVIDERS = ["openai", "anthropic", "bedrock"] as const;

/** Signalbox on a port of its own, one configuration `<provider>/loop` each of a provider on this machine, and both SDKs. */
export interface Gateway {
  provider: LoopbackProvider;
  server: MachineServer;
  token: string;
  openai: OpenAI;
  anthropic: Anthropic;
  /** Forgets what the provider was told and asked, and how its endpoints did. */
  reset(): void;
  close(): Promise<void>;
}

export async function startGateway(): Promise<Gateway> {
  const provider = await startLoopbackProvider();
  Object.assign(process.env, {
    SIGNALBOX_PROVIDER_BASE_URLS: provider.url,
    OPENAI_API_KEY: "sk-loopback-1",
    ANTHROPIC_API_KEY: "sk-loopback-2",
    AWS_BEARER_TOKEN_BEDROCK: "loopback-3",
    AWS_REGION: "us-east-1",
  });
  const ctx = systemContext();
  await startedRuntime();
  // Each provider answers for itself.
  routingPolicy().execution.fallbacks.computed = 0;
  for (const name of PROVIDERS) {
    const settings = {
      provider: name,
      model: LOOPBACK_MODELS[name],
      tier: "fast",
      temperature: 1,
      maxTokens: 1000,
      timeoutMs: 5000,
      maxRetries: 0,
      region: name === "bedrock" ? "us-east-1" : null,
      baseUrl: name === "openai" ? `${provider.url}/v1` : provider.url,
    };
    const input = { provider: name, name: "loop", settings, baseRevision: 0, note: "A provider on this machine" };
    await saveConfiguration({ ctx, input });
  }
  await loadRuntime();
  await makeFleet(ctx, "live", { critic_001: { configuration: "openai/loop", concurrency_limit: 1000 } });
  await loadRuntime();
  const { token } = await createAgentKey({ ctx, input: { name: "bot", fleetName: "live", agentName: null } });
  const server = await startMachineServer();
  return {
    provider,
    server,
    token,
    openai: new OpenAI({ apiKey: token, baseURL: `${server.url}/api/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: token, baseURL: `${server.url}/api`, maxRetries: 0 }),
    reset() {
      provider.reset();
      processState("runtime.endpoints", () => new Map()).clear();
    },
    async close() {
      await server.close();
      await provider.close();
    },
  };
}
