import type { ReactNode } from "react";
import { CostTabs } from "#components/budgets/cost-tabs.tsx";

/** Budgets and everything else that says what is spent share one row of tabs. */
export default function BudgetsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <CostTabs />
      {children}
    </>
  );
}
