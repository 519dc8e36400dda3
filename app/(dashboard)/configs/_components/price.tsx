import { Unknown } from "#components/ui/money.tsx";
import { nanoToUsdText } from "#lib/core/money.ts";

/** A list price, exact: two prices that differ must look different. */
export function Price({ nanoUsd }: { nanoUsd: string | null }) {
  if (nanoUsd === null) return <Unknown />;
  const [whole, fraction = ""] = nanoToUsdText(BigInt(nanoUsd)).split(".");
  return (
    <span className="whitespace-nowrap">
      ${whole}.{fraction.padEnd(2, "0")}
    </span>
  );
}
