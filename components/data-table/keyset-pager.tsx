import Link from "next/link";
import { Button } from "../ui/button.tsx";

interface KeysetPagerProps {
  /** Address of the first page with the same filters. */
  firstHref: string;
  /** Address of the next page; null at the end. */
  nextHref: string | null;
  onFirstPage: boolean;
  /** "50 decisions" */
  shown: string;
}

/** Pages by key, not by number: they stay right while new rows arrive above. */
export function KeysetPager({ firstHref, nextHref, onFirstPage, shown }: KeysetPagerProps) {
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 text-muted">
      <span className="mr-auto">{shown}</span>
      {onFirstPage ? null : (
        <Button asChild>
          <Link href={firstHref}>Newest</Link>
        </Button>
      )}
      {nextHref === null ? null : (
        <Button asChild>
          <Link href={nextHref}>Older</Link>
        </Button>
      )}
    </nav>
  );
}
