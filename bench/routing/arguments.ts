import { parseArgs } from "node:util";
import { SignalboxError } from "#lib/core/errors.ts";

/** Which agents take part. */
export type AgentSelection =
  | { kind: "all" }
  | { kind: "prefix"; prefix: string }
  | { kind: "group"; group: string }
  | { kind: "file"; path: string };

const MODES = ["offline", "online", "routellm", "intents", "cascade"] as const;

export interface BenchArguments {
  data: string;
  mode: (typeof MODES)[number];
  agents: AgentSelection;
  /** Null: the field `type`. */
  typeField: string | null;
  /** Null: the field `source` where items have it. */
  sourceField: string | null;
  /** Random 70/30 splits; null: the folder's train.txt and test.txt. */
  splits: number | null;
  orders: number;
  /** Items the routellm mode learns from; null: all others, in five folds. */
  labels: number | null;
  /** Of `intents`: examples a capability, 0 for names alone; null: all there are. */
  shots: number | null;
  /** Of `intents` with few shots: whether the other training texts are read, without what they ask for. */
  unlabelled: boolean;
  /** What embeds the texts, as TEXT_EMBEDDING names it; null: words and characters are read. */
  embedding: string | null;
  out: string | null;
}

export const USAGE =
  "npm run bench:routing -- --data <folder> --mode offline|online|routellm|intents|cascade [--agents prefix:<p>|group:<g>|file:<list>] " +
  "[--type-field <f>] [--source-field <f>] [--splits <n>] [--orders <n>] [--shots <n>] [--unlabelled yes|no] [--embedding local:<folder>] [--out predictions.jsonl]";

/** @throws SignalboxError invalid_input saying what is wrong with the command. */
export function readArguments(argv: readonly string[]): BenchArguments {
  const { values } = parse(argv);
  if (!values.data) throw wrong("--data <folder> is missing");
  const mode = MODES.find((one) => one === (values.mode ?? "offline"));
  if (!mode) throw wrong(`--mode is ${MODES.slice(0, -1).join(", ")} or ${MODES.at(-1)}, not ${values.mode}`);
  return {
    data: values.data,
    mode,
    agents: readSelection(values.agents),
    typeField: values["type-field"] ?? null,
    sourceField: values["source-field"] ?? null,
    splits: values.splits === undefined ? null : count("--splits", values.splits),
    orders: values.orders === undefined ? 40 : count("--orders", values.orders),
    shots: values.shots === undefined ? null : count("--shots", values.shots, 0),
    unlabelled: yesOrNo("--unlabelled", values.unlabelled ?? "yes"),
    labels: values.labels === undefined ? null : count("--labels", values.labels, 1, 1_000_000),
    embedding: values.embedding ?? null,
    out: values.out ?? null,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: text,
        mode: text,
        agents: text,
        "type-field": text,
        "source-field": text,
        splits: text,
        orders: text,
        labels: text,
        shots: text,
        unlabelled: text,
        embedding: text,
        out: text,
      },
    });
  } catch (thrown) {
    throw wrong(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readSelection(text: string | undefined): AgentSelection {
  if (text === undefined) return { kind: "all" };
  const colon = text.indexOf(":");
  const [kind, value] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon > 0 && value !== "") {
    if (kind === "prefix") return { kind, prefix: value };
    if (kind === "group") return { kind, group: value };
    if (kind === "file") return { kind, path: value };
  }
  throw wrong(`--agents is prefix:<p>, group:<g> or file:<list>, not ${text}`);
}

function yesOrNo(name: string, text: string): boolean {
  if (text === "yes" || text === "no") return text === "yes";
  throw wrong(`${name} is yes or no, not ${text}`);
}

function count(name: string, text: string, least = 1, most = 1000): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} is a number from ${least} to ${most}, not ${text}`);
}

function wrong(sentence: string): SignalboxError {
  return new SignalboxError("invalid_input", `${sentence}\nUsage: ${USAGE}`);
}
