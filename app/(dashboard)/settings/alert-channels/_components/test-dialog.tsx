"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { ChannelView, SendResult } from "#lib/contracts/alert-channel.ts";
import { testAlertChannelAction } from "../actions.ts";

/** Sends a test when it is asked for, and shows exactly what the receiver said. */
export function TestDialog({ channel }: { channel: ChannelView }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [result, setResult] = useState<SendResult | null>(null);
  const [pending, startTransition] = useTransition();
  const change = (next: boolean) => {
    setOpen(next);
    setResult(null);
  };
  const send = () =>
    startTransition(async () => {
      const answer = await testAlertChannelAction({ id: channel.id });
      setResult(answer.ok ? answer.data : { ok: false, sentence: answer.error.message, tookMs: 0 });
      router.refresh();
    });
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="small" variant="quiet" aria-label={`Send a test to ${channel.name}`}>
          Test
        </Button>
      }
      title={`Send a test to "${channel.name}"?`}
      description="It has the form of an alert and says that it is a test. It stays in the list of messages."
      footer={
        <>
          <Button onClick={() => change(false)}>{result?.ok ? "Done" : "Cancel"}</Button>
          <Button variant="primary" disabled={pending} onClick={send}>
            {pending ? "Sending…" : result ? "Send another" : "Send the test"}
          </Button>
        </>
      }
    >
      {result ? (
        <Alert tone={result.ok ? "ok" : "danger"} title={result.ok ? "It was taken." : "It was not taken."}>
          {result.sentence}
        </Alert>
      ) : (
        <p className="text-muted">Nothing was sent yet.</p>
      )}
    </Dialog>
  );
}
