import Link from "next/link";
import { DECISION_VIEWS, type DecisionFilters, decisionsHref } from "../search-params.ts";

/** The built-in views; fleet and time stay when one is chosen. */
export function ViewTabs({ chosen }: { chosen: DecisionFilters }) {
  const { fleet, range, from, to } = chosen;
  const now = JSON.stringify([chosen.verdict, chosen.state, chosen.failed]);
  return (
    <nav aria-label="Views" className="flex gap-4 overflow-x-auto border-b">
      {DECISION_VIEWS.map(({ label, search }) => {
        const { verdict = null, state = null, failed = null } = search as Partial<DecisionFilters>;
        const current = JSON.stringify([verdict, state, failed]) === now;
        return (
          <Link
            key={label}
            href={decisionsHref("/decisions", { ...search, fleet, range, from, to })}
            aria-current={current ? "page" : undefined}
            className="control-height -mb-px flex items-center whitespace-nowrap border-transparent border-b-2 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
