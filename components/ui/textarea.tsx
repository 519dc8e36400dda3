import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { inputStyles } from "./input.tsx";

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea rows={rows} className={cn(inputStyles, "h-auto py-1.5 pointer-coarse:h-auto", className)} {...rest} />
  );
}
