"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { COST_PAGES, costPageOf } from "./cost-pages.ts";

/** From each page of the area of costs to the others. */
export function CostTabs() {
  const current = costPageOf(usePathname());
  return (
    <nav
      aria-label="Budgets and costs"
      className="mx-auto flex w-full max-w-[1440px] gap-4 overflow-x-auto border-b px-4 pt-1 sheet:px-6"
    >
      {COST_PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={current?.href === href ? "page" : undefined}
          className="control-height -mb-px flex items-center whitespace-nowrap border-transparent border-b-2 text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
