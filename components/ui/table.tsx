import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { ScrollBox } from "./scroll-box.tsx";

export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollBox label={label}>
      <table className={cn("w-full border-collapse text-left text-sm leading-[18px]", className)} {...rest} />
    </ScrollBox>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead className={cn("sticky top-0 z-10 bg-sunken", className)} {...rest} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("border-line border-b last:border-b-0", className)} {...rest} />;
}

interface CellProps {
  /** Right-aligned, for figures; the unit stands in the header. */
  numeric?: boolean;
}

export function TableHeader({ className, numeric, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      className={cn("h-8 whitespace-nowrap px-3 font-medium text-muted text-xs", numeric && "text-right", className)}
      {...rest}
    />
  );
}

export function TableCell({ className, numeric, ...rest }: ComponentProps<"td"> & CellProps) {
  return (
    <td
      className={cn("h-8 px-3 py-1 pointer-coarse:h-10", numeric && "whitespace-nowrap text-right", className)}
      {...rest}
    />
  );
}
