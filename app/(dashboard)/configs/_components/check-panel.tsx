import { CircleAlert, TriangleAlert } from "lucide-react";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { ConfigurationCheck } from "#lib/contracts/configuration-view.ts";
import { Price } from "./price.tsx";
import { fieldId, PROPERTIES } from "./properties.ts";
import { ValidityLamp } from "./validity-lamp.tsx";

interface CheckPanelProps {
  check: ConfigurationCheck;
  pending: boolean;
  failure: string | null;
}

/** What the judge says of the settings as they stand, each finding a link to its field, and what they would cost. */
export function CheckPanel({ check, pending, failure }: CheckPanelProps) {
  const { findings, facts, estimate } = check;
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const tokens = (value: number | null | undefined) => (value ? formatCount(value) : <Unknown />);
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-2" aria-live="polite">
        <ValidityLamp errors={count("error")} warnings={count("warning")} />
        <span className="text-muted text-xs">{failure ? "not checked" : pending ? "checking…" : "checked"}</span>
      </div>
      {failure ? <p className="text-danger">{failure}</p> : null}
      {findings.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {findings.map(({ severity, path, code, message }) => (
            <li key={`${path} ${code}`} className="flex items-start gap-1.5">
              {severity === "error" ? (
                <CircleAlert aria-label="Error" className="mt-0.5 size-3.5 shrink-0 text-danger" />
              ) : (
                <TriangleAlert aria-label="Warning" className="mt-0.5 size-3.5 shrink-0 text-caution" />
              )}
              <span>
                <a href={`#${fieldId(path)}`} className="font-medium underline">
                  {PROPERTIES[path]?.label ?? path}
                </a>
                : {message}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <DefinitionList
        className="grid-cols-2"
        facts={[
          { term: "Context window, tokens", value: tokens(facts?.contextWindow) },
          { term: "Writes at most, tokens", value: tokens(facts?.maxOutputTokens) },
          { term: "Input, USD per M tokens", value: <Price nanoUsd={facts?.price?.inputNanoUsdPerMtok ?? null} /> },
          { term: "Output, USD per M tokens", value: <Price nanoUsd={facts?.price?.outputNanoUsdPerMtok ?? null} /> },
          { term: "1,000 tasks, USD", value: <Money nanoUsd={estimate?.per1000TasksNanoUsd ?? null} /> },
          { term: "Price from", value: facts?.price?.source ?? <Unknown /> },
        ]}
      />
      {estimate ? <p className="text-muted text-xs">The estimate rests on {estimate.basis}.</p> : null}
      {facts?.price?.longContextAboveTokens ? (
        <p className="text-muted text-xs">
          Prompts above {formatCount(facts.price.longContextAboveTokens)} tokens cost more.
        </p>
      ) : null}
    </Card>
  );
}
