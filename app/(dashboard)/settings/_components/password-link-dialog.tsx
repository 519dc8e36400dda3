"use client";

import { useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { UserView } from "#lib/contracts/people.ts";
import { createPasswordLinkAction } from "../actions.ts";
import { passwordLinkUrl, ShownOnce } from "./shown-once.tsx";

/** Makes a link by which the person chooses a new password. */
export function PasswordLinkDialog({ user }: { user: UserView }) {
  const [open, setOpen] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const change = (next: boolean) => {
    setOpen(next);
    setLink(null);
    setMessage(null);
  };
  const make = () =>
    startTransition(async () => {
      const result = await createPasswordLinkAction({ userId: user.id });
      if (!result.ok) return setMessage(result.error.message);
      setLink(passwordLinkUrl(result.data.token));
    });

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="small" variant="quiet" aria-label={`Password link for ${user.name}`}>
          Password link
        </Button>
      }
      title={`Make a password link for ${user.name}?`}
      footer={
        link ? (
          <Button variant="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant="primary" disabled={pending} onClick={make}>
              {pending ? "Working…" : "Make the link"}
            </Button>
          </>
        )
      }
    >
      {message ? <Alert tone="danger" title={message} /> : null}
      {link ? (
        <ShownOnce what="link" secret={link} note={`Send it to ${user.email} over a channel you trust.`} />
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>Whoever opens it chooses the password. It works once, within 24 hours.</li>
          <li>Links made for {user.name} before stop working.</li>
          <li>The old password and sessions work until the link is used.</li>
        </ul>
      )}
    </Dialog>
  );
}
