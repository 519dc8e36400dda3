import { Card } from "#components/ui/card.tsx";
import { DefinitionList, type Fact } from "#components/ui/definition-list.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ModelCallView } from "#lib/contracts/model-call.ts";

const words = (code: string) => code.replaceAll("_", " ");

/** What went to a provider through Signalbox, and what came back: models, tokens, cost, time, and every attempt. */
export function CallRecord({ call }: { call: ModelCallView }) {
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList facts={[...answerFacts(call), ...tokenFacts(call)]} />
      <Attempts attempts={call.attempts} />
    </Card>
  );
}

/** What the provider said of a failure is told of those that failed. */
function Attempts({ attempts }: Pick<ModelCallView, "attempts">) {
  const anyFailed = attempts.some(({ failure }) => failure !== null);
  return (
    <Table label="Attempts">
      <TableHead>
        <TableRow>
          <TableHeader>Attempt</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader numeric>Begun after</TableHeader>
          <TableHeader numeric>Took</TableHeader>
          {anyFailed ? <TableHeader numeric>HTTP status</TableHeader> : null}
          {anyFailed ? <TableHeader>Provider's request id</TableHeader> : null}
        </TableRow>
      </TableHead>
      <tbody>
        {attempts.map(({ configuration, failure, startedAfterMs, durationMs, status, requestId }) => (
          <TableRow key={`${startedAfterMs} ${configuration}`}>
            <TableCell className="whitespace-nowrap font-mono text-xs">{configuration}</TableCell>
            <TableCell>
              <Lamp state={failure === null ? "on" : "danger"} word={failure === null ? "answered" : words(failure)} />
            </TableCell>
            <TableCell numeric>{formatDuration(startedAfterMs)}</TableCell>
            <TableCell numeric>{formatDuration(durationMs)}</TableCell>
            {anyFailed ? (
              <TableCell numeric>{failure === null ? null : (status ?? <Unknown word="none" />)}</TableCell>
            ) : null}
            {anyFailed ? (
              <TableCell className="font-mono text-xs">
                {failure === null ? null : (requestId ?? <Unknown word="none told" />)}
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function answerFacts(call: ModelCallView): Fact[] {
  const { target, configuration, requestedModel, servedModel, errorKind, finishReason, streamed } = call;
  const { firstTokenMs, totalMs, costNanoUsd, priceSource } = call;
  const mono = (text: string) => <span className="break-all font-mono text-xs">{text}</span>;
  return [
    { term: "Asked for", value: mono(target) },
    {
      term: errorKind === null ? "Answered by" : "Tried last",
      value: (
        <>
          {mono(configuration.ref)}
          {configuration.revision !== null && ` revision ${configuration.revision}`}
        </>
      ),
    },
    { term: "Model asked", value: mono(requestedModel) },
    { term: "Model that served", value: servedModel === null ? <Unknown word="none told" /> : mono(servedModel) },
    {
      term: "Ended with",
      value: errorKind === null ? words(finishReason ?? "unknown") : <Lamp state="danger" word={words(errorKind)} />,
    },
    { term: "Cost", value: <Money nanoUsd={costNanoUsd} /> },
    { term: "Prices", value: priceSource ?? <Unknown word="none known" /> },
    ...(streamed
      ? [
          {
            term: "First words after",
            value: firstTokenMs === null ? <Unknown word="none came" /> : formatDuration(firstTokenMs),
          },
        ]
      : []),
    { term: streamed ? "Stream's end after" : "Answer after", value: formatDuration(totalMs) },
  ];
}

/** Classes that this call had nothing of are left out; those nobody told of are not. */
function tokenFacts({ tokens, tokensEstimated }: ModelCallView): Fact[] {
  const amount = (count: number | null) =>
    count === null ? <Unknown /> : `${formatCount(count)}${tokensEstimated ? ", counted by Signalbox" : ""}`;
  const some = (term: string, count: number | null) => (count ? [{ term, value: amount(count) }] : []);
  return [
    { term: "Input tokens", value: amount(tokens.input) },
    ...some("Read from a cache, tokens", tokens.cacheRead),
    ...some("Written to a cache, 5 min, tokens", tokens.cacheWrite5m),
    ...some("Written to a cache, 1 h, tokens", tokens.cacheWrite1h),
    { term: "Output tokens", value: amount(tokens.output) },
    ...some("Of these for reasoning", tokens.reasoning),
  ];
}
