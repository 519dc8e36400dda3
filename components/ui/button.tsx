import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const buttonStyles = cva(
  "control-height inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
        secondary: "border-edge/60 bg-surface text-ink hover:bg-sunken",
        quiet: "border-transparent bg-transparent text-ink hover:bg-sunken",
        danger: "border-transparent bg-danger-fill text-white hover:bg-danger-fill-strong",
      },
      size: { default: "px-3", small: "h-7 px-2 text-xs pointer-coarse:h-10", icon: "aspect-square px-0" },
    },
    defaultVariants: { variant: "secondary", size: "default" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyles> {
  /** Renders the only child instead of a button: a link that looks like one. */
  asChild?: boolean;
}

export function Button({ className, variant, size, asChild = false, type = "button", ...rest }: ButtonProps) {
  const classes = cn(buttonStyles({ variant, size }), className);
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type} className={classes} {...rest} />;
}
