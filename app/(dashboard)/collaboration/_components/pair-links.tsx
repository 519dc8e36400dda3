import Link from "next/link";
import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { pairHref } from "../search-params.ts";
import { EstimateText } from "./estimate-text.tsx";
import { estimateOf, namesOf } from "./pair-words.ts";

interface PairLinksProps {
  label: string;
  view: CollaborationView;
  pairs: readonly number[];
  /** Which end of the pair is named; the other one is known. */
  name: "from" | "to" | "both";
}

/** Pairs with what the view measures, each a way to its page. */
export function PairLinks({ label, view, pairs, name }: PairLinksProps) {
  const { measure } = view;
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-muted text-xs">{label}</h3>
      <ul className="flex flex-col">
        {pairs.map((pair) => {
          const { from, to } = namesOf(view, pair);
          const estimate = estimateOf(view, pair);
          return (
            <li key={pair} className="flex min-h-7 flex-wrap items-baseline justify-between gap-x-3 py-0.5">
              <Link href={pairHref(view.fleetName, from, to)} className="min-w-0 break-words hover:underline">
                {name === "both" ? `${from} → ${to}` : name === "from" ? from : to}
              </Link>
              {measure === "handoffs" ? (
                formatCount(view.pairs.count[pair] ?? 0)
              ) : estimate ? (
                <EstimateText measure={measure} estimate={estimate} />
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
