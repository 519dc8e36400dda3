import { Field } from "./field.tsx";
import { Textarea } from "./textarea.tsx";

interface ReasonFieldProps {
  label: string;
  /** Where the reason can be read later. */
  hint: string;
  value: string;
  onChange: (value: string) => void;
}

/** Why somebody does what they do: asked wherever the server refuses to act without a reason. */
export function ReasonField({ label, hint, value, onChange }: ReasonFieldProps) {
  return (
    <Field label={label} required hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          required
          minLength={3}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
