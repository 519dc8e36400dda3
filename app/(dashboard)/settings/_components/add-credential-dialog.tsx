"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { SecretKind } from "#lib/contracts/provider-credential.ts";
import { saveCredentialAction } from "../actions.ts";
import { firstKind, kindOptions, PROVIDER_OPTIONS } from "./credential-words.ts";
import { credentialFieldId, SecretFields, secretOf } from "./secret-fields.tsx";

export function AddCredentialDialog() {
  const [provider, setProvider] = useState<Provider>("openai");
  const [kind, setKind] = useState<SecretKind>("key");
  const id = credentialFieldId;
  return (
    <FormDialog
      trigger={
        <Button>
          <Plus aria-hidden />
          Add a credential
        </Button>
      }
      title="Add a provider's credential"
      description="It is encrypted before it is stored, used from now on, and sent to its address alone."
      confirmLabel="Add"
      done={() => "The credential is in use."}
      fieldId={credentialFieldId}
      action={(form) =>
        saveCredentialAction({
          provider,
          name: form.get("name"),
          baseUrl: form.get("baseUrl") || null,
          region: form.get("region") || null,
          secret: secretOf(kind, form),
        })
      }
    >
      {(errors) => (
        <>
          <div className="grid grid-cols-2 gap-4">
            <Field id={id("provider")} label="Provider" error={errors.provider}>
              {(control) => (
                <Select
                  {...control}
                  value={provider}
                  options={PROVIDER_OPTIONS}
                  onChange={(event) => {
                    const chosen = event.target.value as Provider;
                    setProvider(chosen);
                    setKind(firstKind(chosen));
                  }}
                />
              )}
            </Field>
            <Field id={id("secret.kind")} label="Kind" error={errors["secret.kind"]}>
              {(control) => (
                <Select
                  {...control}
                  value={kind}
                  options={kindOptions(provider)}
                  onChange={(event) => setKind(event.target.value as SecretKind)}
                />
              )}
            </Field>
          </div>
          <Field id={id("name")} label="Name" hint="The account or team it belongs to." error={errors.name} required>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} />}
          </Field>
          <SecretFields kind={kind} errors={errors} />
          <Field
            id={id("baseUrl")}
            label="Address"
            hint="Leave empty for the provider's own. For a gateway or a server that speaks its language, such as https://gateway.example. It cannot be changed later without the key."
            error={errors.baseUrl}
          >
            {(control) => <Input {...control} name="baseUrl" inputMode="url" autoComplete="off" spellCheck={false} />}
          </Field>
          {provider === "bedrock" ? (
            <Field id={id("region")} label="Region" hint="Leave empty to use it in every region." error={errors.region}>
              {(control) => <Input {...control} name="region" autoComplete="off" placeholder="any" />}
            </Field>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
