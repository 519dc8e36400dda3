import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/textarea.tsx";

interface ReasonInputProps {
  id: string;
  label?: string;
  /** Where it can be read later. */
  hint?: string;
  error: string | undefined;
}

/** The reason in a form that is sent as a whole, as `reason`. */
export function ReasonInput({ id, label = "Reason", hint = "Kept in the audit list.", error }: ReasonInputProps) {
  return (
    <Field id={id} label={label} required hint={hint} error={error}>
      {(control) => <Textarea {...control} name="reason" rows={2} maxLength={500} />}
    </Field>
  );
}
