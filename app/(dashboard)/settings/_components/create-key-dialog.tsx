"use client";

import { KeyRound } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { createAgentKeyAction } from "../actions.ts";
import { SecretDialog } from "./secret-dialog.tsx";

export function CreateKeyDialog({ fleets }: { fleets: string[] }) {
  return (
    <SecretDialog
      trigger={
        <Button
          disabled={fleets.length === 0}
          title={fleets.length === 0 ? "Make a fleet first, on the page Fleet" : undefined}
        >
          <KeyRound aria-hidden />
          Make a key
        </Button>
      }
      title="Make an agent key"
      description="For a platform that routes tasks, or for one agent. A key acts in one fleet alone."
      confirmLabel="Make the key"
      what="key"
      note="Send it as Authorization: Bearer with every call of the API."
      action={({ agentName, ...fields }) => createAgentKeyAction({ ...fields, agentName: agentName || null })}
      secretOf={({ token }) => token}
      fieldId={(path) => `key-${path}`}
    >
      {(errors) => (
        <>
          <Field id="key-name" label="Name" hint="What will use it." error={errors.name}>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={120} required />}
          </Field>
          <Field id="key-fleetName" label="Fleet" error={errors.fleetName}>
            {(control) => (
              <Select {...control} name="fleetName" options={fleets.map((name) => ({ value: name, label: name }))} />
            )}
          </Field>
          <Field
            id="key-agentName"
            label="Agent"
            hint="Leave empty for a key of the whole fleet; otherwise it acts for this agent alone."
            error={errors.agentName}
          >
            {(control) => <Input {...control} name="agentName" autoComplete="off" maxLength={120} />}
          </Field>
        </>
      )}
    </SecretDialog>
  );
}
