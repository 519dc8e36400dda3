"use client";

import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { PROVIDERS, TIERS } from "#lib/contracts/configuration.ts";
import type { ConfigurationCheck } from "#lib/contracts/configuration-view.ts";
import type { FormValues } from "./form-values.ts";
import { ChoiceProperty, LinesProperty, LongTextProperty, NumberProperty, TextProperty } from "./property-field.tsx";

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

interface ConfigurationFieldsProps {
  /** First error of each field, as the judge found it. */
  errors: Record<string, string>;
  /** What provider and model make of each field. */
  rules: ConfigurationCheck["fieldRules"];
  /** A saved configuration keeps its provider: the reference names it. */
  providerFixed: boolean;
}

/** The settings, grouped as a person thinks of them. */
export function ConfigurationFields({ errors, rules, providerFixed }: ConfigurationFieldsProps) {
  const provider = useWatch<FormValues, "provider">({ name: "provider" });
  const of = (path: keyof FormValues) => ({ path, error: errors[path], rule: rules[path] });
  return (
    <div className="flex flex-col gap-5">
      <Group title="Model">
        {providerFixed ? null : <ChoiceProperty {...of("provider")} required options={options(PROVIDERS)} />}
        <TextProperty {...of("model")} required mono />
        <ChoiceProperty {...of("tier")} required options={options(TIERS)} />
        {provider === "bedrock" ? <TextProperty {...of("region")} required optional mono /> : null}
        <TextProperty {...of("baseUrl")} optional mono className="sm:col-span-2" />
        <TextProperty {...of("description")} className="sm:col-span-full" />
      </Group>
      <Group title="Limits">
        <NumberProperty {...of("maxTokens")} required />
        <NumberProperty {...of("timeoutMs")} required />
        <NumberProperty {...of("maxRetries")} required />
      </Group>
      <Group title="Reasoning">
        <ChoiceProperty
          {...of("reasoningEffort")}
          options={[{ value: "", label: "the provider's default" }, ...options(EFFORTS)]}
        />
        <NumberProperty {...of("thinkingBudgetTokens")} />
      </Group>
      <Group title="Sampling">
        <NumberProperty {...of("temperature")} step={0.05} />
        <NumberProperty {...of("topP")} step={0.05} />
        <NumberProperty {...of("topK")} />
        <NumberProperty {...of("frequencyPenalty")} step={0.1} />
        <NumberProperty {...of("presencePenalty")} step={0.1} />
        <LinesProperty {...of("stopSequences")} rows={2} />
      </Group>
      <Group title="Prompt">
        <LongTextProperty {...of("systemPrompt")} rows={6} className="sm:col-span-full" />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="rounded-md border bg-surface p-4">
      <legend className="px-1 font-semibold">{title}</legend>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-3">{children}</div>
    </fieldset>
  );
}
