import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { isBetter, MEASURE_WORDS } from "./measure-words.ts";
import { PairLinks } from "./pair-links.tsx";

const SHOWN = 7;

/** What to look at first while nobody is chosen: the busiest pairs, or those that differ by more than chance. */
export function StandingOut({ view, visible }: { view: CollaborationView; visible: readonly number[] }) {
  const { measure, pairs } = view;
  if (measure === "handoffs" || !pairs.uplift) {
    return (
      <>
        <h2 className="font-semibold text-base">What stands out</h2>
        <PairLinks label="Most hand-offs" view={view} pairs={visible.slice(0, 2 * SHOWN)} name="both" />
      </>
    );
  }
  const value = (pair: number) => pairs.uplift?.value[pair] ?? 0;
  const found = pairs.count.flatMap((_, pair) => (pairs.uplift?.isFound[pair] ? [pair] : []));
  const bySize = found.toSorted((a, b) => Math.abs(value(b)) - Math.abs(value(a)));
  const better = bySize.filter((pair) => isBetter(measure, value(pair)));
  const worse = bySize.filter((pair) => !isBetter(measure, value(pair)));
  const what = MEASURE_WORDS[measure].toLowerCase();
  return (
    <>
      <h2 className="font-semibold text-base">What stands out</h2>
      <p className="text-muted">
        {found.length === 0
          ? `By ${what}, no pair differs from what the receiver's own record lets expect by more than chance.`
          : `By ${what}, ${formatCount(found.length)} of ${formatCount(pairs.count.length)} pairs differ from what the receiver's own record lets expect. At most one in ten of them does so by chance.`}
      </p>
      {better.length > 0 ? (
        <PairLinks
          label={`Better together (${better.length})`}
          view={view}
          pairs={better.slice(0, SHOWN)}
          name="both"
        />
      ) : null}
      {worse.length > 0 ? (
        <PairLinks label={`Worse together (${worse.length})`} view={view} pairs={worse.slice(0, SHOWN)} name="both" />
      ) : null}
    </>
  );
}
