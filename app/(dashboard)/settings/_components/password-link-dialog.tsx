"use client";

import { Button } from "#components/ui/button.tsx";
import type { UserView } from "#lib/contracts/people.ts";
import { createPasswordLinkAction } from "../actions.ts";
import { passwordLinkUrl } from "./password-link-url.ts";
import { SecretDialog } from "./secret-dialog.tsx";

/** Makes a link by which the person chooses a new password. */
export function PasswordLinkDialog({ user }: { user: UserView }) {
  return (
    <SecretDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Password link for ${user.name}`}>
          Password link
        </Button>
      }
      title={`Make a password link for ${user.name}?`}
      confirmLabel="Make the link"
      what="link"
      note={`Send it to ${user.email} over a channel you trust.`}
      action={() => createPasswordLinkAction({ userId: user.id })}
      secretOf={({ token }) => passwordLinkUrl(token)}
    >
      {() => (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>Whoever opens it chooses the password. It works once, within 24 hours.</li>
          <li>Links made for {user.name} before stop working.</li>
          <li>The old password and sessions work until the link is used.</li>
        </ul>
      )}
    </SecretDialog>
  );
}
