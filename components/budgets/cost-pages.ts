/** A page of the area of costs: what it is called and where it is. */
export interface CostPage {
  href: string;
  label: string;
}

/** In the order of the tabs. */
export const COST_PAGES: readonly CostPage[] = [
  { href: "/budgets", label: "Budgets" },
  { href: "/budgets/costs", label: "Costs" },
  { href: "/budgets/forecast", label: "Forecast" },
  { href: "/budgets/tiers", label: "Tiers" },
  { href: "/budgets/reconciliation", label: "Reconciliation" },
  { href: "/configs/catalogue", label: "Prices" },
  { href: "/settings/alert-channels", label: "Alert channels" },
];

/** The page a path belongs to: the longest that begins it, so that a budget's own page is one of the budgets. */
export function costPageOf(pathname: string): CostPage | undefined {
  return COST_PAGES.filter(({ href }) => href === pathname || pathname.startsWith(`${href}/`))
    .toSorted((a, b) => a.href.length - b.href.length)
    .at(-1);
}
