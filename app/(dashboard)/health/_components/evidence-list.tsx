import type { Evidence } from "#lib/contracts/health-check.ts";

/** What a check went by, on one line where there is room. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-xs">
      {evidence.map(({ name, value }) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="whitespace-nowrap">{name}</dt>
          <dd className="min-w-0 break-all text-ink tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
