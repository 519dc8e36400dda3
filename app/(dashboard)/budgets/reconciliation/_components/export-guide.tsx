import { Disclosure } from "#components/ui/disclosure.tsx";
import type { Provider } from "#lib/contracts/configuration.ts";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";

const GUIDES: Record<Provider, readonly string[]> = {
  openai: [
    "platform.openai.com, Settings, Usage: choose the days, group by model, Export, Activity: completions_usage_….csv has the tokens.",
    "The same page, Export, Cost, grouped by line item: cost_….csv has the amounts. An owner of the organization may export, up to 60 days at once.",
  ],
  anthropic: [
    "platform.claude.com, Usage: choose the month, Export: claude_api_tokens_….csv has the tokens.",
    "Cost on the same console, Export: claude_api_cost_….csv has the amounts. With both, prices and tokens come apart.",
  ],
  bedrock: [
    "AWS Billing, Data Exports: a CUR 2.0 export in CSV with daily granularity, columns line_item_… and pricing_unit. The .csv.gz is read as it is.",
    "Or Cost Explorer: service Bedrock, daily, grouped by usage type, Download as CSV. It has amounts and no tokens.",
  ],
};

/** Where each provider has its export. */
export function ExportGuide({ open = false }: { open?: boolean }) {
  const steps = (provider: Provider) => (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
      {GUIDES[provider].map((step) => (
        <li key={step} className="break-words">
          {step}
        </li>
      ))}
    </ul>
  );
  return (
    <div className="flex max-w-3xl flex-col gap-3 text-left">
      {(Object.keys(GUIDES) as Provider[]).map((provider) =>
        open ? (
          <div key={provider} className="flex flex-col gap-1">
            <h2 className="font-medium text-ink">{PROVIDER_LABELS[provider]}</h2>
            {steps(provider)}
          </div>
        ) : (
          <Disclosure key={provider} label={`Where ${PROVIDER_LABELS[provider]} has it`}>
            {steps(provider)}
          </Disclosure>
        ),
      )}
      <p className="text-muted">
        Any other table works too: name its columns once, or write day, model, token_class, tokens and cost_usd.
      </p>
    </div>
  );
}
