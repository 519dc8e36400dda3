"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { PROVIDER_WORDS } from "#lib/contracts/provider-address.ts";
import type { CredentialView, SecretKind } from "#lib/contracts/provider-credential.ts";
import { removeCredentialAction, rotateCredentialAction } from "../actions.ts";
import { describeSecret, kindOptions } from "./credential-words.ts";
import { credentialFieldId, SecretFields, secretOf } from "./secret-fields.tsx";

const OVERLAPS = [
  { value: "24", label: "For a day, where the new one is refused" },
  { value: "1", label: "For an hour, where the new one is refused" },
  { value: "168", label: "For a week, where the new one is refused" },
  { value: "0", label: "Not at all: remove it at once" },
];

/** What an admin may do about a stored credential; those of the environment change where Signalbox runs. */
export function CredentialActions({ credential }: { credential: CredentialView }) {
  const { id } = credential;
  if (id === null) return null;
  return (
    <span className="flex gap-1">
      {credential.retiresAt === null ? <Rotate id={id} credential={credential} /> : null}
      <Remove id={id} credential={credential} />
    </span>
  );
}

interface OneProps {
  id: string;
  credential: CredentialView;
}

function Rotate({ id, credential }: OneProps) {
  const [kind, setKind] = useState<SecretKind>(credential.kind);
  const where = credential.baseUrl ?? `${PROVIDER_WORDS[credential.provider]}'s own address`;
  return (
    <FormDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Rotate ${credential.name}`}>
          Rotate
        </Button>
      }
      title={`Put a new key in the place of "${credential.name}"`}
      description={`It is used from now on, for ${where} as before. Now in use: ${describeSecret(credential)}.`}
      confirmLabel="Rotate"
      done={() => `${credential.name} was rotated`}
      fieldId={credentialFieldId}
      action={(form) =>
        rotateCredentialAction({ id, secret: secretOf(kind, form), overlapHours: form.get("overlapHours") })
      }
    >
      {(errors) => (
        <>
          <Field id={credentialFieldId("secret.kind")} label="Kind" error={errors["secret.kind"]}>
            {(control) => (
              <Select
                {...control}
                value={kind}
                options={kindOptions(credential.provider)}
                onChange={(event) => setKind(event.target.value as SecretKind)}
              />
            )}
          </Field>
          <SecretFields kind={kind} errors={errors} />
          <Field id={credentialFieldId("overlapHours")} label="The old one still works" error={errors.overlapHours}>
            {(control) => <Select {...control} name="overlapHours" options={OVERLAPS} />}
          </Field>
        </>
      )}
    </FormDialog>
  );
}

function Remove({ id, credential }: OneProps) {
  const router = useRouter();
  const { name, provider, baseUrl, retiresAt } = credential;
  const calls = baseUrl
    ? `Calls to ${baseUrl} have no key then and fail.`
    : `Calls of ${PROVIDER_WORDS[provider]} take the key of the environment then, or fail where there is none.`;
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Remove ${name}`}>
          Remove
        </Button>
      }
      title={`Remove the credential "${name}" (${describeSecret(credential)})?`}
      consequences={[
        retiresAt === null ? calls : "It was replaced already: calls use the new one.",
        "The encrypted key is deleted; Signalbox cannot bring it back.",
        "At the provider it still works until it is revoked there.",
      ]}
      confirmLabel="Remove"
      danger
      action={() => removeCredentialAction({ id })}
      done={`${name} was removed`}
      onDone={() => router.refresh()}
    />
  );
}
