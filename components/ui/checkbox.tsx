import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

export function Checkbox({ className, label, hint, id, ...rest }: CheckboxProps) {
  const generated = useId();
  const inputId = id ?? generated;
  return (
    <div className={cn("flex min-h-6 items-start gap-2", className)}>
      <input
        id={inputId}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        aria-describedby={hint ? `${inputId}-hint` : undefined}
        {...rest}
      />
      <div>
        <label htmlFor={inputId}>{label}</label>
        {hint ? (
          <p id={`${inputId}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
