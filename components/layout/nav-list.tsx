"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Role } from "#lib/contracts/actor.ts";
import { cn } from "../ui/cn.ts";
import { HealthLamp } from "./health-lamp.tsx";
import { navItemOf, navItemsFor } from "./nav-items.ts";

interface NavListProps {
  role: Role;
  /** Icons alone below the rail's breakpoint; the words stay for screen readers and as a hint. */
  collapsible?: boolean;
  onNavigate?: () => void;
}

export function NavList({ role, collapsible = false, onNavigate }: NavListProps) {
  const current = navItemOf(usePathname());
  return (
    <ul className="flex flex-col gap-0.5">
      {navItemsFor(role).map(({ href, label, icon: Icon }) => (
        <li key={href}>
          <Link
            href={href}
            title={label}
            aria-current={current?.href === href ? "page" : undefined}
            onClick={onNavigate}
            className={cn(
              "control-height flex items-center gap-2.5 rounded-md px-2.5 text-muted transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-ink",
              collapsible && "justify-center px-0 rail:justify-start rail:px-2.5",
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className={collapsible ? "sr-only rail:not-sr-only" : undefined}>{label}</span>
            {href === "/health" ? <HealthLamp className={collapsible ? "hidden rail:inline" : undefined} /> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
