import { count, found, type Gate, type GateFacts, noSay, percent, SWITCHED_OFF } from "./gate-facts.ts";

const FLOOD_MIN_OUTCOMES = 50;
const FLOOD_SHARE = 0.8;
const FLOOD_BEFORE = 0.5;

/**
 * Enough outcomes to learn from, for most agents each, and not mostly from one key that used to report little: whoever
 * floods a fleet with made-up outcomes would otherwise train its next model.
 */
export const dataSufficiency: Gate = ({ data, hrefs }, { minRows, minRowsPerAgent }) => {
  const gate = "data_sufficiency";
  if (minRows === null && minRowsPerAgent === null) return noSay(gate, SWITCHED_OFF);
  const told = { value: data.rows, bound: minRows, unit: data.called, href: hrefs.version };
  // Texts are learned from, whoever worked on them.
  const of = data.agents > 0 ? `${data.called} of ${count(data.agents)} agents` : data.called;
  const learned = `Learned from ${count(data.rows)} ${of}`;
  if (minRows !== null && data.rows < minRows) {
    return found(gate, false, { sentence: `${learned}; at least ${count(minRows)} are asked for.`, ...told });
  }
  const flood = floodSentence(data.flood);
  if (flood !== null) {
    return found(gate, false, { ...told, sentence: flood, value: data.flood?.newShare ?? null, bound: FLOOD_SHARE });
  }
  const perAgent = medianRows(data);
  if (perAgent === null || minRowsPerAgent === null) return found(gate, true, { sentence: `${learned}.`, ...told });
  const few = data.rowsByAgent?.filter(({ rows }) => rows < minRowsPerAgent).map(({ agent }) => agent) ?? [];
  const thin = few.length === 0 ? "" : ` Fewer than ${minRowsPerAgent} outcomes: ${list(few)}.`;
  const sentence = `${learned}, ${count(perAgent)} of the median agent; at least ${minRowsPerAgent} are asked for.${thin}`;
  return perAgent < minRowsPerAgent
    ? found(gate, false, { ...told, sentence, value: perAgent, bound: minRowsPerAgent })
    : found(gate, true, { ...told, sentence });
};

/** Of the agents it has learned from: a newcomer's few outcomes are the cold start's business. */
function medianRows({ rows, agents, rowsByAgent }: GateFacts["data"]): number | null {
  const known = rowsByAgent?.map((row) => row.rows).sort((a, b) => a - b) ?? [];
  if (known.length > 0) return known[Math.floor((known.length - 1) / 2)] ?? null;
  return agents > 0 ? Math.floor(rows / agents) : null;
}

function floodSentence(flood: GateFacts["data"]["flood"]): string | null {
  if (!flood || flood.newOutcomes < FLOOD_MIN_OUTCOMES) return null;
  if (flood.newShare < FLOOD_SHARE || flood.oldShare >= FLOOD_BEFORE) return null;
  return (
    `Key ${flood.key} reported ${percent(flood.newShare)} of the ${count(flood.newOutcomes)} outcomes since production ` +
    `was trained, and ${percent(flood.oldShare)} of those before: made-up outcomes look like this.`
  );
}

const SHOWN = 5;

function list(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
