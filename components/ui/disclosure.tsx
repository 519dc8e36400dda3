import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Opens and closes in place, with the browser's own details element. */
export function Disclosure({
  label,
  className,
  children,
}: {
  label: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <details className={cn("group min-w-0", className)}>
      <summary className="flex min-h-6 list-none items-center gap-1 rounded-sm font-medium text-xs hover:text-accent [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
        {label}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
