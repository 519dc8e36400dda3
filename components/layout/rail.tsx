import Link from "next/link";
import type { Role } from "#lib/contracts/actor.ts";
import { NavList } from "./nav-list.tsx";

export function Mark({ wordClass }: { wordClass?: string }) {
  return (
    <Link href="/" className="flex items-center gap-2 rounded-md font-semibold text-base" title="Signalbox">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-ink" />
        <g fill="none" strokeWidth="3" strokeLinecap="round">
          <path d="M7 22h18" className="stroke-muted" />
          <path d="M7 22h6c4 0 4-12 8-12h4" className="stroke-surface" />
        </g>
        <circle cx="25" cy="10" r="3.5" fill="#3fb36a" />
      </svg>
      <span className={wordClass}>Signalbox</span>
    </Link>
  );
}

/** Left rail: 208 px, icons only below 1,100 px, gone below 720 px (the sheet takes over). */
export function Rail({ role }: { role: Role }) {
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col gap-4 overflow-y-auto border-r bg-surface px-2 py-3 sheet:flex rail:w-52"
    >
      <div className="flex h-7 items-center justify-center rail:justify-start rail:px-1.5">
        <Mark wordClass="sr-only rail:not-sr-only" />
      </div>
      <NavList role={role} collapsible />
    </nav>
  );
}
