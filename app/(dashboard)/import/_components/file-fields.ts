/** The files of a data set, as the form asks for them. */
export const FILE_FIELDS = [
  {
    name: "items",
    label: "Tasks",
    hint: "items.jsonl: one JSON object a line with id, text, type",
    accept: ".jsonl,.json,.gz",
    required: true,
  },
  {
    name: "outcomes",
    label: "Outcomes",
    hint: "outcomes.csv: item_id, agent, success or score; cost_usd, latency_ms, tokens_in, tokens_out",
    accept: ".csv,.gz",
    required: true,
  },
  {
    name: "train",
    label: "Training ids",
    hint: "train.txt: one task id a line",
    accept: ".txt,.gz",
    required: false,
  },
  {
    name: "test",
    label: "Test ids",
    hint: "test.txt: tasks to measure with, never learned from",
    accept: ".txt,.gz",
    required: false,
  },
  {
    name: "agents",
    label: "Agents",
    hint: "agents.csv: agent and what is known of it",
    accept: ".csv,.gz",
    required: false,
  },
  {
    name: "interactions",
    label: "Interactions",
    hint: "interactions.jsonl: id of a task, turns with step, speaker, to, kind, chars, text",
    accept: ".jsonl,.json,.gz",
    required: false,
  },
] as const;
