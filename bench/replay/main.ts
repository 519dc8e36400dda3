import { parseArgs } from "node:util";
import { messageOf } from "#lib/core/errors.ts";
import { type BenchItem, loadDataset, splitsOf } from "../routing/dataset.ts";
import { createReplayKey } from "./replay-key.ts";

// npm run bench:replay -- --data <folder> --fleet <name> [--url http://127.0.0.1:3000] [--type-field <f>]
// Routes the folder's test tasks through POST /route of the running product, into a fleet that was imported from the
// same folder, and reports to it what the chosen agent really made of each task. Baselines are computed beside it.

interface Routed {
  item: BenchItem;
  agent: string | null;
}

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    fleet: { type: "string" },
    url: { type: "string", default: "http://127.0.0.1:3000" },
    "type-field": { type: "string" },
  },
});

async function main(): Promise<void> {
  const { data, fleet } = options;
  if (!data || !fleet) throw new Error("Name --data <folder> and --fleet <name>");
  const dataset = await loadDataset({
    data,
    mode: "offline",
    agents: { kind: "all" },
    typeField: options["type-field"] ?? null,
    sourceField: null,
    splits: null,
    orders: 1,
    labels: null,
    shots: null,
    unlabelled: false,
    embedding: null,
    out: null,
  });
  const [split] = splitsOf(dataset, null);
  if (!split) throw new Error("The folder has no test tasks");
  const token = await createReplayKey(fleet);
  const routed: Routed[] = [];
  for (const item of split.test) routed.push({ item, agent: await routeAndReport(token, item, dataset.agentNames) });
  print(dataset.agentNames, split.train, routed);
}

async function call(token: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${options.url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function routeAndReport(token: string, item: BenchItem, agentNames: readonly string[]): Promise<string | null> {
  const answer = await call(token, "/route", { task: { type: item.type, description: item.text } });
  if (answer.verdict !== "assigned") return null;
  const outcome = outcomeOf(item, agentNames.indexOf(String(answer.agent)));
  if (!outcome) return null;
  await call(token, `/decisions/${answer.decision_id}/outcome`, {
    success: outcome.score >= 0.5,
    quality: outcome.score,
    duration_ms: outcome.latencyMs === null ? null : Math.round(outcome.latencyMs),
    usage:
      outcome.inputTokens === null || outcome.outputTokens === null
        ? null
        : { input_tokens: Math.round(outcome.inputTokens), output_tokens: Math.round(outcome.outputTokens) },
    cost_usd: outcome.costNanoUsd === null ? null : outcome.costNanoUsd / 1e9,
  });
  return String(answer.agent);
}

function outcomeOf(item: BenchItem, agent: number) {
  const place = item.agents.indexOf(agent);
  return place < 0 ? null : (item.outcomes[place] ?? null);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function bestSingle(agentNames: readonly string[], train: readonly BenchItem[]): number {
  const scores = agentNames.map((_, agent) => mean(train.map((item) => outcomeOf(item, agent)?.score ?? 0)));
  return scores.indexOf(Math.max(...scores));
}

function print(agentNames: readonly string[], train: readonly BenchItem[], routed: readonly Routed[]): void {
  const chosen = routed.map(({ item, agent }) => (agent === null ? null : outcomeOf(item, agentNames.indexOf(agent))));
  const known = chosen.flatMap((outcome) => outcome?.costNanoUsd ?? []);
  const best = bestSingle(agentNames, train);
  const share = (value: number) => ({ value, unit: "fraction", n: routed.length });
  const figures = {
    success: share(mean(chosen.map((outcome) => outcome?.score ?? 0))),
    best_single: share(mean(routed.map(({ item }) => outcomeOf(item, best)?.score ?? 0))),
    random: share(mean(routed.map(({ item }) => mean(item.outcomes.map((outcome) => outcome.score))))),
    oracle: share(mean(routed.map(({ item }) => Math.max(...item.outcomes.map((outcome) => outcome.score))))),
    nobody_fits: { value: routed.filter(({ agent }) => agent === null).length, unit: "tasks", n: routed.length },
    cost_total: { value: known.reduce((sum, cost) => sum + cost, 0) / 1e9, unit: "USD", n: known.length },
  };
  const agents = new Set(routed.map(({ agent }) => agent)).size;
  const environment = { node: process.version, data: options.data, best_single: agentNames[best], agents_used: agents };
  console.log(JSON.stringify({ bench: "replay", figures, environment }));
}

main().catch((thrown) => {
  console.error(messageOf(thrown));
  process.exitCode = 1;
});
