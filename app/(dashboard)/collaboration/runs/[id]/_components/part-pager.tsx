import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { RunView } from "#lib/contracts/team-run.ts";
import { runHref } from "../../search-params.ts";
import { partsOf, TURNS_A_PART } from "../run-parts.ts";

/** From one part of a long run to the next. */
export function PartPager({ run, part }: { run: RunView; part: number }) {
  const parts = partsOf(run);
  if (parts === 1) return null;
  const last = Math.min(run.turns.length, (part + 1) * TURNS_A_PART);
  return (
    <nav aria-label="Parts of the run" className="flex items-center gap-2 text-muted">
      <span className="mr-auto">
        {formatCount(part * TURNS_A_PART + 1)} to {formatCount(last)} of {formatCount(run.turns.length)} turns
        {run.cut ? "; further ones are not read" : ""}
      </span>
      {part > 0 ? (
        <Button asChild>
          <Link href={runHref(run.fleetName, run.id, part - 1)}>Earlier</Link>
        </Button>
      ) : null}
      {part < parts - 1 ? (
        <Button asChild>
          <Link href={runHref(run.fleetName, run.id, part + 1)}>Later</Link>
        </Button>
      ) : null}
    </nav>
  );
}
