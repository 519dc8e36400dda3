/** A kind of task the demo fleet is asked for. */
export interface DemoTaskType {
  type: string;
  requires: string[];
  /** How often, relative to the others. */
  share: number;
  /** Logits of success of an agent with skill 0. */
  ease: number;
  /** Medians for an agent of ordinary slowness and verbosity. */
  durationMs: number;
  inputTokens: number;
  outputTokens: number;
  /** The type whose decision this one follows up, where it is a hand-over. */
  follows?: string;
  texts: string[];
  /** Tasks of the type that ask for one more skill, and that of somebody good at it; `share` of all of the type, 0-1. */
  variants?: { requires: string; share: number; texts: string[] }[];
  /** When it comes; "office" where nothing is said. */
  rhythm?: Rhythm;
  /** Tokens of instructions and handbook that every such call to a model begins with; none: agents call models themselves. */
  sharedPrompt?: number;
  /** It takes longer than a lease and fills its agent: whoever asks waits until the one before has ended. */
  isLong?: boolean;
}

/** Busy office hours, or mornings of weekdays alone. */
export type Rhythm = "office" | "mornings";

/** Words put into the texts' gaps, so that no two weeks look alike. */
export const SUBJECTS = [
  "heat pumps in northern Europe",
  "battery recycling",
  "the new packaging directive",
  "urban logistics",
  "the container spot market",
  "clinical trial recruitment",
  "hospital scheduling",
  "insurance claims after hail",
  "churn among small customers",
  "warehouse robotics",
  "solar inverter failures",
  "the second-hand car market",
  "cold chain monitoring",
  "regional rail punctuality",
  "payment disputes",
  "the coffee harvest",
  "data centre cooling",
  "cross-border e-commerce",
];

export const DEMO_TASKS: readonly DemoTaskType[] = [
  {
    type: "research_question",
    requires: ["research", "web_search"],
    share: 20,
    ease: 1.2,
    durationMs: 42_000,
    inputTokens: 9_000,
    outputTokens: 1_800,
    sharedPrompt: 3_400,
    texts: [
      "What is known about {subject}? Name the three best sources.",
      "Find out who regulates {subject} and what changed this year.",
      "Collect the open questions about {subject} from the last twelve months.",
    ],
    variants: [
      { requires: "citation", share: 0.4, texts: ["Answer with citations: what is proven about {subject}?"] },
      { requires: "market_research", share: 0.3, texts: ["Who would pay for better {subject}, and how much?"] },
    ],
  },
  {
    type: "market_scan",
    requires: ["market_research"],
    share: 9,
    ease: 0.8,
    durationMs: 65_000,
    inputTokens: 14_000,
    outputTokens: 2_600,
    texts: ["List the suppliers active in {subject} with prices.", "How large is the market for {subject}?"],
  },
  {
    type: "fact_check",
    requires: ["fact_checking"],
    share: 11,
    ease: 1.5,
    durationMs: 18_000,
    inputTokens: 3_500,
    outputTokens: 500,
    follows: "report",
    sharedPrompt: 2_200,
    texts: ["Check the figures in the note on {subject}.", "Is the claim about {subject} supported by its sources?"],
    variants: [
      { requires: "statistics", share: 0.5, texts: ["Recompute the percentages in the report on {subject}."] },
    ],
  },
  {
    type: "data_question",
    requires: ["data_analysis", "sql"],
    share: 16,
    ease: 1.1,
    durationMs: 26_000,
    inputTokens: 5_200,
    outputTokens: 900,
    follows: "research_question",
    sharedPrompt: 2_600,
    texts: [
      "Compare this month's figures for {subject} with last month's.",
      "Which region drives the change in {subject}?",
      "Query the warehouse for {subject} by week.",
    ],
    variants: [
      { requires: "spreadsheet", share: 0.4, texts: ["Clean the spreadsheet on {subject} and total it by region."] },
      { requires: "forecasting", share: 0.25, texts: ["Forecast {subject} for the next quarter."] },
    ],
  },
  {
    type: "financial_review",
    requires: ["financial_analysis"],
    share: 6,
    ease: -0.1,
    durationMs: 48_000,
    inputTokens: 11_000,
    outputTokens: 1_700,
    follows: "market_scan",
    texts: ["Review the margin of our work on {subject}.", "Estimate the cost of entering {subject}."],
  },
  {
    type: "summary",
    requires: ["summarization"],
    share: 15,
    ease: 1.9,
    durationMs: 14_000,
    inputTokens: 12_000,
    outputTokens: 700,
    sharedPrompt: 4_800,
    texts: ["Summarise the interviews on {subject} in ten lines.", "Shorten the report on {subject} to one page."],
  },
  {
    type: "report",
    requires: ["report_writing", "synthesis"],
    share: 9,
    ease: 0.9,
    durationMs: 75_000,
    inputTokens: 16_000,
    outputTokens: 3_800,
    follows: "data_question",
    texts: ["Write the monthly report on {subject}.", "Join the findings on {subject} into a briefing for the board."],
    variants: [
      { requires: "editing", share: 0.45, texts: ["Edit the drafts on {subject} into one report."] },
      { requires: "translation", share: 0.35, texts: ["Write the report on {subject} in German and French."] },
    ],
  },
  {
    type: "code_review",
    requires: ["code_review"],
    share: 5,
    ease: 1.0,
    durationMs: 33_000,
    inputTokens: 7_500,
    outputTokens: 1_200,
    sharedPrompt: 3_600,
    texts: ["Review the change to the loader for {subject}.", "Look for faults in the query behind {subject}."],
  },
  {
    type: "plan",
    requires: ["planning", "task_decomposition"],
    share: 5,
    ease: 1.3,
    durationMs: 22_000,
    inputTokens: 4_000,
    outputTokens: 1_100,
    sharedPrompt: 2_300,
    texts: ["Plan the next study of {subject}.", "Split the work on {subject} among the team."],
  },
  {
    type: "triage",
    requires: ["ticket_triage"],
    share: 4,
    ease: 1.6,
    durationMs: 9_000,
    inputTokens: 1_800,
    outputTokens: 250,
    sharedPrompt: 1_250,
    texts: ["Sort the incoming questions on {subject} by urgency."],
  },
  {
    type: "literature_review",
    requires: ["literature_review"],
    share: 5.3,
    ease: 1.4,
    durationMs: 780_000,
    inputTokens: 46_000,
    outputTokens: 5_200,
    rhythm: "mornings",
    isLong: true,
    texts: [
      "Review the literature on {subject} of the last five years.",
      "Which patents cover {subject}, and until when?",
    ],
  },
  {
    // Nobody in the fleet can do it: "nobody fits" is a decision too.
    type: "call_transcript",
    requires: ["audio_processing"],
    share: 0.6,
    ease: 0,
    durationMs: 60_000,
    inputTokens: 8_000,
    outputTokens: 4_000,
    texts: ["Transcribe the recorded call about {subject}."],
  },
];
