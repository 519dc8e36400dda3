"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { ModelView } from "#lib/contracts/model.ts";
import { moveAliasAction } from "../actions.ts";
import { GatesNow } from "./gates-now.tsx";
import { moveConsequences } from "./move-consequences.ts";
import { OverrideField } from "./override-field.tsx";
import { useUndo } from "./use-undo.ts";

interface MoveDialogProps {
  model: ModelView;
  /** The version production shall name. */
  version: number;
  /** May promote although a gate fails. */
  mayOverride: boolean;
  primary?: boolean;
  size?: "default" | "small";
  /** Given by whoever keeps the dialog's state elsewhere. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Promote or roll back: what it does, what the gates say, and a reason. */
export function MoveDialog(props: MoveDialogProps) {
  const { model, version, mayOverride, primary = false, size = "default", open, onOpenChange } = props;
  const router = useRouter();
  const [report, setReport] = useState<GateReport | null>(null);
  const [override, setOverride] = useState(false);
  const undo = useUndo({ name: model.name, kind: model.kind, version });
  const target = model.versions.find((row) => row.version === version);
  if (!target) return null;
  const { name, kind, production } = model;
  const rollback = production !== null && version < production;
  const verb = rollback ? "Roll back" : "Promote";
  const fails = report?.results.filter(({ verdict }) => verdict === "fail") ?? [];
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        setOverride(false);
        onOpenChange?.(next);
      }}
      wide
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
      blocked={fails.length > 0 && !override}
      action={(reason) =>
        moveAliasAction({ name, kind, alias: "production", version, expectedVersion: production, reason, override })
      }
      done={`Production of ${name} is v${version}.`}
      undo={production === null ? undefined : undo}
      onDone={() => router.refresh()}
    >
      <GatesNow model={model} version={version} onReport={setReport} brief />
      {fails.length > 0 ? (
        <OverrideField count={fails.length} may={mayOverride} verb={verb} checked={override} onChange={setOverride} />
      ) : null}
    </ConfirmDialog>
  );
}

function question({ name, production }: ModelView, version: number, rollback: boolean): string {
  if (production === null) return `Promote v${version} of ${name} to production?`;
  if (rollback) return `Roll production of ${name} back from v${production} to v${version}?`;
  return `Promote v${version} of ${name} to production in place of v${production}?`;
}
