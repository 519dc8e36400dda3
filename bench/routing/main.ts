import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { Figure } from "#lib/contracts/model.ts";
import { messageOf } from "#lib/core/errors.ts";
import { type BenchArguments, readArguments } from "./arguments.ts";
import { runCascade } from "./cascade.ts";
import { loadDataset, splitsOf } from "./dataset.ts";
import { embedItems } from "./embed-items.ts";
import { loadIntentSet } from "./intent-set.ts";
import { runIntents } from "./intents.ts";
import { type Emit, runOffline } from "./offline.ts";
import { runOnline } from "./online.ts";
import { runRouteLlm } from "./routellm.ts";

/*
 * Shares are fractions 0-1 (unit "fraction"), money is USD. Only (item, agent) pairs with a recorded outcome are predicted
 * and chosen from: of the others nobody can say whether the choice was right. `split` is 0 for the folder's own split.
 */

async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2));
  const output = wanted.out === null ? null : createWriteStream(wanted.out);
  const emit: Emit = async (line) => {
    if (output && !output.write(`${JSON.stringify(line)}\n`)) await once(output, "drain");
  };
  const { figures, size } = await run(wanted, emit);
  if (output) {
    output.end();
    await once(output, "finish");
  }
  printTable(figures);
  const environment = {
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    data: wanted.data,
    mode: wanted.mode,
    ...size,
  };
  console.log(JSON.stringify({ bench: "routing", figures, environment }));
}

interface Run {
  figures: Record<string, Figure>;
  size: Record<string, number>;
}

async function run(wanted: BenchArguments, emit: Emit): Promise<Run> {
  if (wanted.mode === "intents") {
    const set = await loadIntentSet(wanted.data);
    const size = { items: set.train.length + set.test.length, capabilities: set.capabilities.length };
    console.error(`${set.train.length} train, ${set.test.length} test, ${size.capabilities} capabilities`);
    return { figures: await runIntents(set, wanted, emit), size };
  }
  const dataset = await loadDataset(wanted);
  if (wanted.embedding !== null) dataset.embedded = await embedItems(dataset.items, wanted.embedding);
  const size = { items: dataset.items.length, agents: dataset.agentNames.length };
  console.error(`${dataset.items.length} items, ${dataset.agentNames.length} agents`);
  if (dataset.strangers > 0)
    console.error(`left out: outcomes of ${dataset.strangers} items that items.jsonl lacks or marks as contaminated`);
  if (wanted.mode === "offline" || wanted.mode === "cascade") {
    const splits = splitsOf(dataset, wanted.splits);
    const own = wanted.splits === null && dataset.official.size > 0;
    const sizes = `${splits[0]?.train.length} train, ${splits[0]?.test.length} test`;
    console.error(own ? `the folder's own split: ${sizes}` : `${splits.length} random splits: ${sizes}`);
    const run = wanted.mode === "offline" ? runOffline : runCascade;
    return { figures: await run(dataset, splits, emit), size };
  }
  if (wanted.mode === "routellm") return { figures: await runRouteLlm(dataset, wanted.labels, emit), size };
  return { figures: await runOnline(dataset, wanted.orders, emit), size };
}

function printTable(figures: Readonly<Record<string, Figure>>): void {
  for (const [name, { value, unit, ci95 }] of Object.entries(figures)) {
    const interval = ci95 ? `  [${ci95.map((bound) => bound.toFixed(4)).join(", ")}]` : "";
    console.log(`${name.padEnd(22)} ${value.toPrecision(5).padStart(10)} ${unit}${interval}`);
  }
}

main().catch((thrown) => {
  console.error(messageOf(thrown));
  process.exitCode = 1;
});
