"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { moveAliasAction } from "../actions.ts";
import { moveConsequences } from "./move-consequences.ts";

interface MoveDialogProps {
  model: ModelView;
  /** The version production shall name. */
  version: number;
  primary?: boolean;
  size?: "default" | "small";
  /** Given by whoever keeps the dialog's state elsewhere. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Promote or roll back: two clicks and a reason. */
export function MoveDialog({ model, version, primary = false, size = "default", open, onOpenChange }: MoveDialogProps) {
  const router = useRouter();
  const target = model.versions.find((row) => row.version === version);
  if (!target) return null;
  const { name, kind, production } = model;
  const rollback = production !== null && version < production;
  const verb = rollback ? "Roll back" : "Promote";
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button size={size} variant={primary ? "primary" : "secondary"}>
          {rollback ? <RotateCcw aria-hidden /> : null}
          {verb} to v{version}
        </Button>
      }
      title={question(model, version, rollback)}
      consequences={moveConsequences(model, target)}
      reason="Reason"
      confirmLabel={verb}
      danger={rollback}
      action={(reason) =>
        moveAliasAction({ name, kind, alias: "production", version, expectedVersion: production, reason })
      }
      done={`Production of ${name} is v${version}.`}
      onDone={() => router.refresh()}
    />
  );
}

function question({ name, production }: ModelView, version: number, rollback: boolean): string {
  if (production === null) return `Promote v${version} of ${name} to production?`;
  if (rollback) return `Roll production of ${name} back from v${production} to v${version}?`;
  return `Promote v${version} of ${name} to production in place of v${production}?`;
}
