import type { ConfigurationView } from "#lib/contracts/configuration-view.ts";
import { formatUsd } from "#lib/core/money.ts";

const NO_KEY = " It cannot be called yet: there is no key for its address, which an admin adds on the page Settings.";

/** The page's first sentence: what it is, whether it holds, what it costs, who uses it. */
export function configurationVerdict(configuration: ConfigurationView): string {
  const { settings, findings, estimate, agentNames, hasKey } = configuration;
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const state = errors === 0 ? "is valid" : `has ${errors === 1 ? "an error" : `${errors} errors`}`;
  const cost = estimate
    ? `1,000 tasks cost about ${formatUsd(BigInt(estimate.per1000TasksNanoUsd))}`
    : "what a task costs is unknown";
  const count = agentNames.length;
  const users =
    count === 0
      ? "no agent has it as its default"
      : count === 1
        ? `${agentNames[0]} uses it`
        : `${count} agents use it`;
  return `${settings.model} in the ${settings.tier} tier; it ${state}, ${cost}, and ${users}.${hasKey ? "" : NO_KEY}`;
}
