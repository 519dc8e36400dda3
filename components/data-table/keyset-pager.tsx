import Link from "next/link";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/figures.ts";

interface KeysetPagerProps {
  page: { rows: readonly unknown[]; nextCursor: string | null };
  /** Where this page begins; null: at the newest. */
  cursor: string | null;
  /** Address of the page that begins there, with the same filters. */
  hrefOf: (cursor: string | null) => string;
}

/** Pages by key, not by number: they stay right while new rows arrive above. Nothing where there is nothing to page. */
export function KeysetPager({ page: { rows, nextCursor }, cursor, hrefOf }: KeysetPagerProps) {
  if (rows.length === 0 && !cursor) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 text-muted">
      <span className="mr-auto">
        {formatCount(rows.length)} shown{nextCursor ? "" : ", the last of them"}
      </span>
      {cursor ? (
        <Button asChild>
          <Link href={hrefOf(null)}>Newest</Link>
        </Button>
      ) : null}
      {nextCursor ? (
        <Button asChild>
          <Link href={hrefOf(nextCursor)}>Older</Link>
        </Button>
      ) : null}
    </nav>
  );
}
