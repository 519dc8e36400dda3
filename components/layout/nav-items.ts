import {
  Boxes,
  FileClock,
  GitBranch,
  HeartPulse,
  History,
  LayoutDashboard,
  type LucideIcon,
  Route,
  Settings,
  SlidersHorizontal,
  Upload,
  Wallet,
} from "lucide-react";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Shown to operators and admins alone. */
  restricted?: boolean;
}

export const NAV_ITEMS: readonly NavItem[] = [
  { href: "/", label: "Overview", icon: LayoutDashboard },
  { href: "/fleet", label: "Fleet", icon: Boxes },
  { href: "/configs", label: "Configurations", icon: SlidersHorizontal },
  { href: "/decisions", label: "Decisions", icon: History },
  { href: "/route", label: "Route a task", icon: Route },
  { href: "/budgets", label: "Budgets", icon: Wallet },
  { href: "/models", label: "Models", icon: GitBranch },
  { href: "/import", label: "Import", icon: Upload },
  { href: "/health", label: "Health", icon: HeartPulse },
  { href: "/audit", label: "Audit", icon: FileClock, restricted: true },
  { href: "/settings", label: "Settings", icon: Settings },
];

/** The item a path belongs to: the longest that begins it. */
export function navItemOf(pathname: string): NavItem | undefined {
  return NAV_ITEMS.filter(({ href }) => href === pathname || (href !== "/" && pathname.startsWith(`${href}/`))).at(-1);
}
