import { formatUsd, nanoToUsdText } from "#lib/core/money.ts";
import { cn } from "./cn.ts";

interface MoneyProps {
  nanoUsd: string | null;
  /** Without the sign, where a column's header says USD. */
  bare?: boolean;
  className?: string;
}

/** An amount in USD, readable below a cent, exact on hover. Null is "unknown", never zero. */
export function Money({ nanoUsd, bare = false, className }: MoneyProps) {
  if (nanoUsd === null) return <Unknown />;
  const nano = BigInt(nanoUsd);
  return (
    <span title={`$${nanoToUsdText(nano)}`} className={cn("whitespace-nowrap", className)}>
      {bare ? formatUsd(nano).replace("$", "") : formatUsd(nano)}
    </span>
  );
}

/** Nobody knows: said in a way that cannot be taken for zero. */
export function Unknown({ word = "unknown" }: { word?: string }) {
  return <span className="text-muted">{word}</span>;
}
