"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { UserView } from "#lib/contracts/people.ts";
import { setUserRoleAction } from "../actions.ts";
import { ROLE_OPTIONS } from "./role-options.ts";

export function RoleDialog({ user, own }: { user: UserView; own: boolean }) {
  const router = useRouter();
  const [role, setRole] = useState<string>(user.role);
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Change the role of ${user.name}`}>
          Role
        </Button>
      }
      title={`Which role shall ${user.name} have?`}
      consequences={[
        `${own ? "You are" : `${user.name} is`} signed out everywhere; the role holds from the next sign-in.`,
        "The last admin keeps the role.",
      ]}
      confirmLabel="Change the role"
      action={() => setUserRoleAction({ userId: user.id, role })}
      done={`${user.name}: ${role}`}
      onDone={() => router.refresh()}
    >
      <Field label="Role">
        {(control) => (
          <Select {...control} value={role} options={ROLE_OPTIONS} onChange={(event) => setRole(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
