"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { UserView } from "#lib/contracts/people.ts";
import { removeUserAction } from "../actions.ts";
import { PasswordLinkDialog } from "./password-link-dialog.tsx";
import { RoleDialog } from "./role-dialog.tsx";

/** What an admin may do about one person. */
export function PersonActions({ user, own }: { user: UserView; own: boolean }) {
  const router = useRouter();
  return (
    <span className="flex gap-1">
      <RoleDialog user={user} own={own} />
      <PasswordLinkDialog user={user} />
      <ConfirmDialog
        trigger={
          <Button size="small" variant="quiet" aria-label={`Remove ${user.name}`}>
            Remove
          </Button>
        }
        title={`Remove ${user.name}?`}
        consequences={[
          own ? "You are signed out at once and cannot come back." : `${user.name} is signed out everywhere at once.`,
          "Their password and open links are deleted.",
          "What they did stays in the audit list under their name.",
        ]}
        confirmLabel="Remove"
        danger
        action={() => removeUserAction({ userId: user.id })}
        done={`${user.name} was removed`}
        onDone={() => router.refresh()}
      />
    </span>
  );
}
