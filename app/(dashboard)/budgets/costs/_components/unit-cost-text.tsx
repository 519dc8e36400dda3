import { Unknown } from "#components/ui/money.tsx";
import type { UnitCost } from "#lib/contracts/unit-costs.ts";
import { nanoToUsd, nanoToUsdText } from "#lib/core/money.ts";

interface UnitCostTextProps {
  /** Null: unknown. */
  cost: UnitCost | null;
  /** Without the sign, where a column's header says USD. */
  bare?: boolean;
}

const figures = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const ABOUT = "some tasks have no known cost, tokens or success, those that have stand for them";

/** What one of something cost, to three digits and exact on hover; about, where not everything is known that it rests on. */
export function UnitCostText({ cost, bare = false }: UnitCostTextProps) {
  if (cost === null) return <Unknown />;
  const { nanoUsd, exact } = cost;
  const text = `${exact ? "" : "≈ "}${bare ? "" : "$"}${figures.format(nanoToUsd(nanoUsd))}`;
  return <span title={`$${nanoToUsdText(nanoUsd)}${exact ? "" : `: ${ABOUT}`}`}>{text}</span>;
}
