import { configurationOf } from "../decision-frame.ts";
import { type FilterPlugin, talliedBy } from "./plugin.ts";

/** Nothing is sent to a provider that is failing or cooling down. */
export const providerHealthFilter: FilterPlugin = {
  name: "provider_health",
  refuse({ configurations, configuration, inputs, refused }, bit) {
    if (inputs.unavailableConfigurations.size === 0) return;
    const unavailable = configurations.map(({ ref }) => inputs.unavailableConfigurations.has(ref));
    for (let row = 0; row < refused.length; row++) {
      if (unavailable[configuration[row] as number]) refused[row] = (refused[row] as number) | bit;
    }
  },
  explainer: (frame) => ({
    facts: (row) => [configurationOf(frame, row)?.provider ?? ""],
    key: (row) => frame.configuration[row] ?? Number.NaN,
  }),
  sentence: ([provider]) => `Its provider ${provider} is not available at the moment.`,
  remedy: ([provider]) => `Needs ${provider} to answer again.`,
  tally: (frame, rows) =>
    talliedBy(
      rows,
      (row) => configurationOf(frame, row)?.provider ?? "",
      (provider) => `waits for ${provider}`,
      (provider) => `wait for ${provider}`,
    ),
};
