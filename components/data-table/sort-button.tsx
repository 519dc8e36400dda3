import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { cn } from "../ui/cn.ts";

interface SortButtonProps {
  title: string;
  unit: string | undefined;
  stacked: boolean | undefined;
  direction: false | "asc" | "desc";
  onSort: ((event: unknown) => void) | undefined;
}

export function SortButton({ title, unit, stacked = false, direction, onSort }: SortButtonProps) {
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className="-mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 font-medium hover:text-ink"
    >
      <span className={cn("inline-flex gap-1", stacked && "flex-col items-end gap-0 leading-3.5")}>
        {title}
        {unit ? <span className="font-normal">{unit}</span> : null}
      </span>
      <Icon aria-hidden className="size-3" />
    </button>
  );
}
