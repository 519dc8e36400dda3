"use client";

import { type ReactNode, useId, useState, useTransition } from "react";
import type { ActionResult } from "#lib/contracts/error.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ReasonField } from "./reason-field.tsx";
import { toast } from "./toaster.tsx";

interface ConfirmDialogProps {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A question that names the thing: "Drain researcher_002?" */
  title: string;
  /** What happens, one sentence each. */
  consequences: readonly ReactNode[];
  /** Label of the reason field; absent: no reason is asked. */
  reason?: string;
  /** The verb, not "OK". */
  confirmLabel: string;
  danger?: boolean;
  action: (reason: string) => Promise<ActionResult<unknown>>;
  /** Toast after success. */
  done: string;
  /** The way back, offered in the toast. */
  undo?: (() => void) | undefined;
  onDone?: () => void;
  /** Nothing can be confirmed yet, or not by this person; the children say why. */
  blocked?: boolean;
  wide?: boolean;
  children?: ReactNode;
}

/** Long enough to see what a move has done. */
const UNDO_MS = 20_000;

/** A consequential action: the question, its consequences, the reason; what goes wrong stays in the dialog. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    trigger,
    title,
    consequences,
    reason,
    confirmLabel,
    danger = false,
    action,
    done,
    undo,
    onDone,
    blocked,
    wide,
    children,
  } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const formId = useId();
  const open = props.open ?? ownOpen;

  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    props.onOpenChange?.(next);
    if (next) setError(null);
  };
  const confirm = () =>
    startTransition(async () => {
      const result = await action(text.trim());
      if (!result.ok) return setError(result.error.details[0]?.message ?? result.error.message);
      setOpen(false);
      setText("");
      toast.success(done, undo ? { duration: UNDO_MS, action: { label: "Undo", onClick: undo } } : undefined);
      onDone?.();
    });

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={title}
      {...(wide ? { wide } : {})}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant={danger ? "danger" : "primary"} disabled={pending || blocked}>
            {pending ? "Working…" : confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        {error ? <Alert tone="danger" title={error} /> : null}
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {consequences.map((consequence, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sentences never move
            <li key={index}>{consequence}</li>
          ))}
        </ul>
        {children}
        {reason ? <ReasonField label={reason} hint="Kept in the audit list." value={text} onChange={setText} /> : null}
      </form>
    </Dialog>
  );
}
