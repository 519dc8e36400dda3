import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const inputStyles =
  "control-height w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 text-ink text-sm placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(inputStyles, className)} {...rest} />;
}
