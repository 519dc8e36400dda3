"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { type ReactNode, useId, useState } from "react";
import { useForm } from "react-hook-form";
import { ErrorSummary, fieldErrors } from "#components/forms/error-summary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ErrorBody } from "#lib/contracts/error.ts";
import { type TrainingRequest, trainingRequestSchema } from "#lib/contracts/training.ts";
import { startTrainingAction } from "../actions.ts";
import { StartFields } from "./start-fields.tsx";
import type { TrainingDraft } from "./training-draft.ts";

interface StartDialogProps {
  trigger: ReactNode;
  /** Fleets to choose from; with one there is nothing to choose. */
  fleets: readonly string[];
  kind?: TrainingRequest["kind"];
}

/** Asks what to learn from, and leads to the run, which shows how far it is. */
export function StartDialog({ trigger, fleets, kind = "performance_predictor" }: StartDialogProps) {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const formId = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={fleets.length === 1 ? `Train a new version for ${fleets[0]}?` : "Train a new version for which fleet?"}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={pending}>
            {pending ? "Starting…" : "Train"}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>It learns from what the fleet has done, and is measured on tasks it has not seen.</li>
        <li>
          The new version goes to staging. Production does not change unless the policy says so and every gate passes.
        </li>
        <li>Tasks are routed meanwhile, and it can be cancelled at any time.</li>
      </ul>
      <StartForm fleets={fleets} kind={kind} formId={formId} onPending={setPending} />
    </Dialog>
  );
}

interface StartFormProps {
  fleets: readonly string[];
  kind: TrainingRequest["kind"];
  formId: string;
  onPending: (pending: boolean) => void;
}

function StartForm({ fleets, kind, formId, onPending }: StartFormProps) {
  const router = useRouter();
  const [error, setError] = useState<ErrorBody | null>(null);
  const form = useForm<TrainingDraft, unknown, TrainingRequest>({
    resolver: zodResolver(trainingRequestSchema),
    mode: "onBlur",
    defaultValues: trainingRequestSchema.parse({ fleetName: fleets[0] ?? "none", kind }),
  });
  const start = form.handleSubmit(async (request) => {
    onPending(true);
    const result = await startTrainingAction(request);
    if (!result.ok) {
      onPending(false);
      return setError(result.error);
    }
    toast.success(`Training for ${request.fleetName} has begun.`);
    router.push(`/training/${result.data.id}`);
  });
  return (
    <form id={formId} noValidate onSubmit={start} className="flex flex-col gap-4">
      <ErrorSummary error={error} />
      <StartFields form={form} fleets={fleets} server={fieldErrors(error)} />
    </form>
  );
}
