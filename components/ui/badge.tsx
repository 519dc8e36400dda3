import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const badgeStyles = cva("inline-flex items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-xs leading-5", {
  variants: {
    tone: {
      neutral: "border-line bg-sunken text-ink",
      accent: "border-accent/30 bg-accent-soft text-accent-strong",
      ok: "border-ok/30 bg-ok-soft text-ok",
      caution: "border-caution/30 bg-caution-soft text-caution",
      danger: "border-danger/30 bg-danger-soft text-danger",
    },
  },
  defaultVariants: { tone: "neutral" },
});

/** A short word about a thing. For a state use a lamp. */
export function Badge({ className, tone, ...rest }: ComponentProps<"span"> & VariantProps<typeof badgeStyles>) {
  return <span className={cn(badgeStyles({ tone }), className)} {...rest} />;
}
