import {
  BellRing,
  Boxes,
  CalendarClock,
  FileClock,
  GitBranch,
  GraduationCap,
  HeartPulse,
  History,
  LayoutDashboard,
  LifeBuoy,
  type LucideIcon,
  Route,
  Settings,
  SlidersHorizontal,
  Upload,
  Wallet,
  Waypoints,
} from "lucide-react";
import type { Role } from "#lib/contracts/actor.ts";

interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** After "g" it jumps here. */
  letter: string;
  /** Shown to operators and admins alone. */
  restricted?: boolean;
}

const NAV_ITEMS: readonly NavItem[] = [
  { href: "/", label: "Overview", letter: "o", icon: LayoutDashboard },
  { href: "/fleet", label: "Fleet", letter: "f", icon: Boxes },
  { href: "/configs", label: "Configurations", letter: "c", icon: SlidersHorizontal },
  { href: "/decisions", label: "Decisions", letter: "d", icon: History },
  { href: "/route", label: "Route a task", letter: "r", icon: Route },
  { href: "/budgets", label: "Budgets", letter: "b", icon: Wallet },
  { href: "/models", label: "Models", letter: "m", icon: GitBranch },
  { href: "/training", label: "Training", letter: "t", icon: GraduationCap },
  { href: "/collaboration", label: "Collaboration", letter: "w", icon: Waypoints },
  { href: "/workload", label: "Workload", letter: "k", icon: CalendarClock },
  { href: "/import", label: "Import", letter: "i", icon: Upload },
  { href: "/alerts", label: "Alerts", letter: "l", icon: BellRing },
  { href: "/health", label: "Health", letter: "h", icon: HeartPulse },
  { href: "/health/fallback", label: "Fallback", letter: "p", icon: LifeBuoy },
  { href: "/audit", label: "Audit", letter: "a", icon: FileClock, restricted: true },
  { href: "/settings", label: "Settings", letter: "s", icon: Settings },
];

/** The pages of a role, in the order of the rail. */
export function navItemsFor(role: Role): NavItem[] {
  return NAV_ITEMS.filter(({ restricted }) => !restricted || role !== "viewer");
}

/** The item a path belongs to: the longest that begins it. */
export function navItemOf(pathname: string): NavItem | undefined {
  return NAV_ITEMS.filter(({ href }) => href === pathname || (href !== "/" && pathname.startsWith(`${href}/`))).at(-1);
}
