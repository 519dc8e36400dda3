import { Lamp } from "#components/ui/lamp.tsx";
import type { CatalogueRow } from "#lib/contracts/model-catalogue.ts";

/** Until when the provider serves it, with the page that says so. */
export function Retirement({ retirement }: Pick<CatalogueRow, "retirement">) {
  if (retirement === null) return <span className="whitespace-nowrap text-muted">no known end</span>;
  const { on, past, source } = retirement;
  return (
    <a href={source} target="_blank" rel="noreferrer" className="whitespace-nowrap hover:underline">
      <Lamp state={past ? "danger" : "caution"} word={past ? `ended ${on}` : on} />
    </a>
  );
}
