import { BurnDownChart } from "#components/charts/burn-down-chart.tsx";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList, type Fact } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { SpendForecastView } from "#lib/contracts/spend-forecast.ts";
import { chanceWords } from "./chance-words.ts";

/** How a period will end: the figures with their intervals, then the chart. */
export function SpendForecast({ view }: { view: SpendForecastView }) {
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList facts={factsOf(view)} />
      <BurnDownChart view={view} />
    </Card>
  );
}

function factsOf(view: SpendForecastView): Fact[] {
  const { forecast, limitNanoUsd, usedNanoUsd, historyHours, windowEnd, endless } = view;
  const end = endless ? "then" : "the end";
  const atEnd = endless ? "By then" : "At the end";
  const facts: Fact[] = [
    {
      term: limitNanoUsd === null ? "Spent so far" : "Spent and held",
      value: (
        <>
          <Money nanoUsd={usedNanoUsd} />
          {limitNanoUsd === null ? null : (
            <>
              {" "}
              of <Money nanoUsd={limitNanoUsd} />
            </>
          )}
        </>
      ),
    },
    { term: endless ? "Foretold until" : "Ends", value: <ExactTime at={windowEnd} className="break-words" /> },
  ];
  if (forecast.kind === "not_enough_history") {
    facts.push({
      term: atEnd,
      value: `Not enough history: ${formatCount(historyHours)} of ${forecast.neededHours} hours`,
    });
    return facts;
  }
  facts.push({ term: `${atEnd}, median`, value: <Money nanoUsd={forecast.end.p50NanoUsd} /> });
  facts.push({
    term: "80% interval",
    value: <Interval low={forecast.end.low80NanoUsd} high={forecast.end.high80NanoUsd} />,
  });
  facts.push({
    term: "95% interval",
    value: <Interval low={forecast.end.low95NanoUsd} high={forecast.end.high95NanoUsd} />,
  });
  if (forecast.runOut)
    facts.push({ term: `Runs out before ${end}`, value: <RunsOut {...forecast.runOut} end={end} /> });
  facts.push({ term: "Rests on", value: `${formatCount(Math.floor(historyHours / 24))} days of history` });
  if (view.lastHours)
    facts.push({ term: `Last ${view.lastHours.hours} hours`, value: <LastHours {...view.lastHours} /> });
  return facts;
}

function Interval({ low, high }: { low: string; high: string }) {
  return (
    <>
      <Money nanoUsd={low} /> to <Money nanoUsd={high} />
    </>
  );
}

type RunOut = NonNullable<Extract<SpendForecastView["forecast"], { kind: "forecast" }>["runOut"]>;

function RunsOut({ chance, p10, p50, p90, end }: RunOut & { end: string }) {
  if (p50 === null) {
    return <Lamp state={chance < 0.2 ? "on" : "caution"} word={chanceWords(chance)} />;
  }
  return (
    <span className="flex flex-col gap-1">
      <Lamp state="caution" word={chanceWords(chance)} />
      <span>
        <ExactTime at={p50} className="break-words" />
        <span className="block text-muted text-xs">
          80% interval {p10 ? <ExactTime at={p10} className="break-words" /> : null} to{" "}
          {p90 ? <ExactTime at={p90} className="break-words" /> : `after ${end}`}
        </span>
      </span>
    </span>
  );
}

const VERDICTS = {
  as_expected: "as expected",
  above: "more than expected",
  below: "less than expected",
};

function LastHours({ actualNanoUsd, lowNanoUsd, highNanoUsd, verdict }: NonNullable<SpendForecastView["lastHours"]>) {
  return (
    <span className="flex flex-col gap-1">
      <span>
        <Money nanoUsd={actualNanoUsd} />{" "}
        <Lamp state={verdict === "as_expected" ? "on" : "caution"} word={VERDICTS[verdict]} />
      </span>
      <span className="text-muted text-xs">
        99% of such hours: <Interval low={lowNanoUsd} high={highNanoUsd} />
      </span>
    </span>
  );
}
