import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { PAGE_AGENTS, type WorkloadSearch, workloadHref } from "../search-params.ts";

interface AgentsPagerProps {
  search: WorkloadSearch;
  offset: number;
  shown: number;
  found: number;
}

/** By number: the order is remembered for the hour. */
export function AgentsPager({ search, offset, shown, found }: AgentsPagerProps) {
  const to = (cursor: number) => workloadHref("/workload", { ...search, cursor });
  if (found <= PAGE_AGENTS && offset === 0) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 text-muted">
      <span className="mr-auto">
        {shown === 0 ? "None" : `${formatCount(offset + 1)} to ${formatCount(offset + shown)}`} of {formatCount(found)}{" "}
        agents
      </span>
      {offset === 0 ? null : (
        <Button asChild>
          <Link href={to(Math.max(0, offset - PAGE_AGENTS))}>More endangered</Link>
        </Button>
      )}
      {offset + shown >= found ? null : (
        <Button asChild>
          <Link href={to(offset + PAGE_AGENTS)}>Less endangered</Link>
        </Button>
      )}
    </nav>
  );
}
