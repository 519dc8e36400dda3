import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** What the control inside a field must carry. */
export interface FieldControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** Unit or range, shown after the label: "ms", "0-2". */
  unit?: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  className?: string;
  /** Fixed id, so that an error summary can link here. */
  id?: string;
  children: (control: FieldControlProps) => ReactNode;
}

/** Label, control, hint and error: `<Field label="Name" error={e}>{(control) => <Input {...control} />}</Field>`. */
export function Field({ label, unit, hint, error, required = false, className, id, children }: FieldProps) {
  const generated = useId();
  const controlId = id ?? generated;
  const described = [hint ? `${controlId}-hint` : "", error ? `${controlId}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={controlId} className="flex items-baseline gap-1.5 font-medium text-xs">
        {label}
        {unit ? <span className="font-normal text-muted">{unit}</span> : null}
        {required ? <span className="font-normal text-muted">required</span> : null}
      </label>
      {children({
        id: controlId,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required ? true : undefined,
      })}
      {hint ? (
        <p id={`${controlId}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${controlId}-error`} className="flex items-start gap-1 text-danger text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
