import Link from "next/link";
import type { DrillView } from "#lib/contracts/fallback.ts";
import { Alert } from "../ui/alert.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

/** The drills that run, calmly: nothing real is touched by them. */
export function DrillBanner({ drills }: { drills: readonly DrillView[] }) {
  if (drills.length === 0) return null;
  return (
    <Alert title={drills.length === 1 ? "A drill is running" : `${drills.length} drills are running`}>
      <ul className="flex flex-col gap-0.5">
        {drills.map(({ id, fleetName, thing, until }) => (
          <li key={id}>
            <Link
              href={`/health/fallback?${new URLSearchParams({ fleet: fleetName, drill: id })}`}
              className="text-accent underline"
            >
              {fleetName} without {thing}
            </Link>{" "}
            for simulated requests, until <RelativeTime at={until} />. Real traffic is not touched.
          </li>
        ))}
      </ul>
    </Alert>
  );
}
