import type { ServiceContext } from "#lib/auth/context.ts";
import type { ReceivedSpan } from "#lib/contracts/span.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { normal, seededRandom, seedOf } from "#lib/core/random.ts";
import { recordSpans } from "#lib/services/interactions/record-spans.ts";
import { DEMO_DAYS } from "./arrivals.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A check of a glossary for so many routed tasks. */
const TASKS_A_CHECK = 350;
const CALLS_A_CHECK = 5;
const TRANSLATOR = "synthesizer_003";
/** Fine-tuned for one client: no catalogue knows its price, and nobody has entered one. */
const MODEL = "ft:gpt-6-luna:northwind:glossary:9xKq2";

/**
 * What the demo fleet uses past Signalbox, which hears of it by traces alone: the translator checks glossaries with a
 * model whose price nobody knows.
 */
export async function recordOutsideCalls(
  ctx: ServiceContext,
  fleetName: string,
  { seed, nowMs, decisions }: { seed: number; nowMs: number; decisions: number },
): Promise<void> {
  const checks = Math.max(1, Math.round(decisions / TASKS_A_CHECK));
  const spans = Array.from({ length: checks }, (_, i) => {
    const random = seededRandom(seedOf(`${seed} glossary ${i}`));
    // Spread over the thirty days, the last of them some hours ago.
    const startMs = Math.round(nowMs - DAY_MS * (0.1 + ((i + 0.8 * random()) * (DEMO_DAYS - 1)) / checks));
    // Known by when it was, so that the same scenario tells the same twice.
    const id = (part: string, digits: number) => sha256Hex(canonicalJson([seed, startMs, part])).slice(0, digits);
    const traceId = id("trace", 32);
    const common = { traceId, link: null, failed: false };
    let atMs = startMs;
    const calls = Array.from({ length: CALLS_A_CHECK }, (_, call): ReceivedSpan => {
      const callMs = Math.round(1_900 * Math.exp(0.3 * normal(random)));
      const beginMs = atMs;
      atMs += callMs + Math.round(MINUTE_MS * 0.1 * random());
      const tokens = (median: number) => Math.round(median * Math.exp(0.3 * normal(random)));
      const attributes = new Map<string, string | number | boolean>([
        ["gen_ai.operation.name", "chat"],
        ["gen_ai.provider.name", "openai"],
        ["gen_ai.request.model", MODEL],
        ["gen_ai.usage.input_tokens", tokens(2_600)],
        ["gen_ai.usage.output_tokens", tokens(210)],
      ]);
      const own = { spanId: id(`call ${call}`, 16), parentSpanId: id("agent", 16), attributes };
      return { ...common, ...own, startMs: beginMs, endMs: beginMs + callMs };
    });
    const attributes = new Map<string, string | number | boolean>([
      ["gen_ai.operation.name", "invoke_agent"],
      ["gen_ai.agent.name", TRANSLATOR],
    ]);
    return [{ ...common, spanId: id("agent", 16), parentSpanId: null, attributes, startMs, endMs: atMs }, ...calls];
  });
  await recordSpans({ ctx, input: { fleetName, spans: spans.flat() } });
}
