import Link from "next/link";
import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import type { PinnedModel } from "#lib/contracts/model.ts";
import { modelHref } from "./model-href.ts";

/** Says that a roll-back has paused automatic promotion. */
export function PinnedAlert({ model: { name, kind, version }, action }: { model: PinnedModel; action?: ReactNode }) {
  return (
    <Alert
      tone="caution"
      title={`Production of ${name}'s ${kind.replaceAll("_", " ")} is pinned to v${version} by a roll-back; automatic promotion is paused.`}
      action={action}
    />
  );
}

/** The same away from the model's page: each leads to where it is resumed. */
export function PinnedAlerts({ models }: { models: readonly PinnedModel[] }) {
  return models.map((model) => (
    <PinnedAlert
      key={`${model.name}/${model.kind}`}
      model={model}
      action={
        <Button asChild size="small">
          <Link href={modelHref(model)}>Look and resume</Link>
        </Button>
      }
    />
  ));
}
