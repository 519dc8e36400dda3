import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";

interface SortButtonProps {
  title: string;
  unit: string | undefined;
  direction: false | "asc" | "desc";
  onSort: ((event: unknown) => void) | undefined;
}

export function SortButton({ title, unit, direction, onSort }: SortButtonProps) {
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className="-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 font-medium hover:text-ink"
    >
      {title}
      {unit ? <span className="font-normal">{unit}</span> : null}
      <Icon aria-hidden className="size-3" />
    </button>
  );
}
