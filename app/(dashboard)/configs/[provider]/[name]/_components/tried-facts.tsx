import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import type { TriedFacts, TryEvent } from "#lib/contracts/configuration-try.ts";

interface TriedFactsLineProps {
  ending: Extract<TryEvent, { type: "end" | "broke" }>;
  /** The configuration that was asked for. */
  asked: string;
}

/** What the call came to, and where it stands from now on. */
export function TriedFactsLine({ ending, asked }: TriedFactsLineProps) {
  if (ending.type === "broke") {
    return (
      <Alert tone="danger" title={ending.message}>
        {ending.facts ? <CallFacts facts={ending.facts} asked={asked} /> : null}
      </Alert>
    );
  }
  const { facts, inputTokens, outputTokens, firstTokenMs, totalMs, finishReason } = ending;
  return (
    <div role="status" className="flex flex-col gap-1">
      <p>
        {formatCount(inputTokens)} input and {formatCount(outputTokens)} output tokens, cost{" "}
        <Money nanoUsd={facts.costNanoUsd} />
        {firstTokenMs === null ? "" : `, first words after ${formatDuration(firstTokenMs)}`}, all after{" "}
        {formatDuration(totalMs)}; ended with {finishReason.replaceAll("_", " ")}.
      </p>
      <CallFacts facts={facts} asked={asked} />
    </div>
  );
}

function CallFacts({ facts, asked }: { facts: TriedFacts; asked: string }) {
  const { decisionId, configuration, revision, servedModel, attempts } = facts;
  return (
    <p className="text-muted">
      {configuration === asked ? "Revision" : `A fallback answered: ${configuration}, revision`} {revision}
      {servedModel === null ? "" : `, ${servedModel}`}, {attempts === 1 ? "one attempt" : `${attempts} attempts`}.{" "}
      <Link href={`/decisions/${decisionId}`} className="text-accent hover:underline">
        See its decision
      </Link>
    </p>
  );
}
