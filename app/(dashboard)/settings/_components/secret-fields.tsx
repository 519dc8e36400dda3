import { WriteOnlyInput } from "#components/forms/write-only-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { NAMED_KEY_PREFIX, type SecretKind } from "#lib/contracts/provider-credential.ts";

/** Id of the control of a field's path, so that the summary of errors can link to it. */
export const credentialFieldId = (path: string) => `credential-${path}`;

interface SecretFieldsProps {
  kind: SecretKind;
  errors: Record<string, string>;
}

/** What is typed here goes to the server once and never comes back. */
export function SecretFields({ kind, errors }: SecretFieldsProps) {
  const at = (name: string) => ({ id: credentialFieldId(`secret.${name}`), error: errors[`secret.${name}`] });
  switch (kind) {
    case "key":
      return (
        <Field {...at("apiKey")} label="Key" hint="Only its last four characters are ever shown again." required>
          {(control) => <WriteOnlyInput control={control} name="apiKey" />}
        </Field>
      );
    case "aws":
      return (
        <>
          <Field {...at("accessKeyId")} label="Access key id" required>
            {(control) => <WriteOnlyInput control={control} name="accessKeyId" />}
          </Field>
          <Field {...at("secretAccessKey")} label="Secret access key" required>
            {(control) => <WriteOnlyInput control={control} name="secretAccessKey" />}
          </Field>
          <Field {...at("sessionToken")} label="Session token" hint="Of temporary credentials alone; they expire.">
            {(control) => <WriteOnlyInput control={control} name="sessionToken" />}
          </Field>
        </>
      );
    case "aws_profile":
      return (
        <Field
          {...at("profile")}
          label="Profile"
          hint="Of the AWS configuration files where Signalbox runs. Nothing secret is stored."
          required
        >
          {(control) => <Input {...control} name="profile" autoComplete="off" spellCheck={false} maxLength={128} />}
        </Field>
      );
    case "env":
      return (
        <Field
          {...at("variable")}
          label="Variable"
          hint={`Set where Signalbox runs; its name begins with ${NAMED_KEY_PREFIX}. The key itself is not stored.`}
          required
        >
          {(control) => (
            <Input
              {...control}
              name="variable"
              autoComplete="off"
              spellCheck={false}
              placeholder={`${NAMED_KEY_PREFIX}GATEWAY`}
            />
          )}
        </Field>
      );
    default:
      return kind satisfies never;
  }
}

/** The secret as the server's schema takes it. */
export function secretOf(kind: SecretKind, form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  switch (kind) {
    case "key":
      return { kind, apiKey: text("apiKey") };
    case "aws":
      return {
        kind,
        accessKeyId: text("accessKeyId"),
        secretAccessKey: text("secretAccessKey"),
        sessionToken: text("sessionToken") || null,
      };
    case "aws_profile":
      return { kind, profile: text("profile") };
    case "env":
      return { kind, variable: text("variable") };
    default:
      return kind satisfies never;
  }
}
