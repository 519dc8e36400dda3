"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";

const PAGES = [
  { href: "/collaboration", label: "Who works with whom" },
  { href: "/collaboration/runs", label: "Runs" },
] as const;

/** From each page of the area to the others; the fleet stays. */
export function CollaborationTabs() {
  const pathname = usePathname();
  const fleet = useSearchParams().get("fleet");
  return (
    <nav aria-label="Collaboration" className="flex gap-4 overflow-x-auto border-b">
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={fleet === null ? href : `${href}?${new URLSearchParams({ fleet })}`}
          aria-current={pathname === href ? "page" : undefined}
          className="control-height -mb-px flex items-center whitespace-nowrap border-transparent border-b-2 text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
