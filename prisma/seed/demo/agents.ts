/** An agent of the demo fleet and what is true about it; the router has to find the truth out. */
export interface DemoAgent {
  name: string;
  role: string;
  description: string;
  configuration: string;
  concurrencyLimit: number;
  capabilities: Record<string, number>;
  /** Skill in logits, added to what a task type asks for. */
  skill: number;
  /** Skill at single task types on top. */
  strengths: Record<string, number>;
  /** Duration and output relative to the fleet's. */
  slowness: number;
  verbosity: number;
}

const RESEARCH = { research: 0.9, web_search: 0.9, information_retrieval: 0.8, source_evaluation: 0.7 };
const ANALYSIS = { data_analysis: 0.9, statistics: 0.8, sql: 0.8, data_visualization: 0.6 };
const SYNTHESIS = { synthesis: 0.9, summarization: 0.9, report_writing: 0.8, writing: 0.8 };
const CRITIQUE = { critical_review: 0.9, verification: 0.8, fact_checking: 0.8, code_review: 0.7 };
const SUPERVISION = { planning: 0.9, task_decomposition: 0.9, coordination: 0.8, decision_making: 0.7 };

function agent(name: string, configuration: string, description: string, rest: Partial<DemoAgent>): DemoAgent {
  return {
    name,
    role: name.replace(/_\d+$/, ""),
    configuration,
    description,
    concurrencyLimit: 6,
    capabilities: {},
    skill: 0,
    strengths: {},
    slowness: 1,
    verbosity: 1,
    ...rest,
  };
}

/** Fourteen agents in five roles, on presets of three providers. */
export const DEMO_AGENTS: readonly DemoAgent[] = [
  agent("researcher_001", "anthropic/researcher", "General research with citations.", {
    capabilities: { ...RESEARCH, citation: 0.8 },
    skill: 0.5,
    strengths: { research_question: 0.3 },
  }),
  agent("researcher_002", "openai/researcher", "Market and competitor research.", {
    capabilities: { ...RESEARCH, market_research: 0.9, competitive_analysis: 0.8 },
    skill: 0.9,
    strengths: { market_scan: 0.6 },
    slowness: 0.8,
  }),
  agent("researcher_003", "bedrock/researcher", "Literature and patents.", {
    // Nobody else reviews literature, and it takes one review at a time: mornings are more than it can do.
    capabilities: { literature_review: 0.9, patent_search: 0.8, information_retrieval: 0.8, source_evaluation: 0.8 },
    concurrencyLimit: 1,
    skill: 0.1,
    strengths: { literature_review: 0.6 },
    slowness: 1.4,
    verbosity: 1.3,
  }),
  agent("researcher_004", "openai/fast_completion", "Quick look-ups at low cost.", {
    capabilities: { ...RESEARCH, news_monitoring: 0.8, market_research: 0.5 },
    concurrencyLimit: 12,
    skill: -0.7,
    strengths: { fact_check: 0.5 },
    slowness: 0.4,
    verbosity: 0.6,
  }),
  agent("analyst_001", "anthropic/analyst", "Statistics and forecasts.", {
    capabilities: { ...ANALYSIS, forecasting: 0.8 },
    skill: 0.6,
    strengths: { data_question: 0.5 },
  }),
  agent("analyst_002", "openai/analyst", "Financial questions and costs.", {
    capabilities: { ...ANALYSIS, financial_analysis: 0.9, cost_analysis: 0.8 },
    skill: 0.2,
    strengths: { data_question: -0.9 },
  }),
  agent("analyst_003", "bedrock/cost_optimized", "Simple queries at low cost.", {
    capabilities: { ...ANALYSIS, data_cleaning: 0.8, spreadsheet: 0.8 },
    concurrencyLimit: 12,
    skill: -0.9,
    strengths: { data_question: 0.4 },
    slowness: 0.5,
    verbosity: 0.7,
  }),
  agent("synthesizer_001", "anthropic/synthesizer", "Joins findings into reports.", {
    capabilities: { ...SYNTHESIS, editing: 0.7 },
    skill: 0.7,
    strengths: { report: 0.9, summary: -0.7 },
  }),
  agent("synthesizer_002", "bedrock/synthesizer", "Summaries of long documents.", {
    capabilities: { ...SYNTHESIS, document_parsing: 0.7 },
    skill: -0.2,
    strengths: { summary: 1.1, report: -1.4 },
    slowness: 0.7,
  }),
  agent("synthesizer_003", "openai/synthesizer", "Reports for customers, in several languages.", {
    capabilities: { ...SYNTHESIS, translation: 0.8, copywriting: 0.7 },
    skill: 0.3,
    strengths: { report: 0.5, summary: -0.6 },
    verbosity: 1.2,
  }),
  agent("critic_001", "anthropic/critic", "Reviews arguments and figures.", {
    capabilities: { ...CRITIQUE, statistics: 0.8 },
    concurrencyLimit: 4,
    skill: 0.8,
    strengths: { fact_check: 0.7, code_review: -1.5 },
    slowness: 1.5,
  }),
  agent("critic_002", "openai/critic", "Reviews code and facts.", {
    capabilities: { ...CRITIQUE, security_review: 0.7 },
    concurrencyLimit: 4,
    skill: 0.4,
    strengths: { code_review: 1.1, fact_check: -0.6 },
    slowness: 1.1,
  }),
  agent("supervisor_001", "anthropic/supervisor", "Plans projects and splits work.", {
    capabilities: { ...SUPERVISION, project_management: 0.8 },
    concurrencyLimit: 4,
    skill: 0.6,
  }),
  agent("supervisor_002", "bedrock/supervisor", "Triages what comes in.", {
    capabilities: { ...SUPERVISION, ticket_triage: 0.9 },
    concurrencyLimit: 4,
    skill: 0.2,
    strengths: { triage: 0.8 },
    slowness: 1.2,
  }),
];

/** The agent that goes wrong, and how long before the end it begins to. */
export const DEGRADED = { agentName: "researcher_002", days: 4, worstLogits: -3.2 };
