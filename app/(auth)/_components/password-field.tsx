import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PASSWORD_LENGTH } from "#lib/contracts/people.ts";

/** A new password, with the rule it must meet. */
export function NewPasswordField({ error }: { error: string | undefined }) {
  return (
    <Field id="password" label="Password" hint={`At least ${PASSWORD_LENGTH.min} characters.`} error={error}>
      {(control) => (
        <Input
          {...control}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={PASSWORD_LENGTH.min}
          maxLength={PASSWORD_LENGTH.max}
          required
        />
      )}
    </Field>
  );
}
