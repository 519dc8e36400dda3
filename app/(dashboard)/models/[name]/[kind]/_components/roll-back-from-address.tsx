"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import type { ModelView } from "#lib/contracts/model.ts";
import { MoveDialog } from "../../../_components/move-dialog.tsx";

/** The roll-back whose dialog the address opens, so that overview and palette can lead to the question itself. */
export function RollBackFromAddress({ model, version }: { model: ModelView; version: number }) {
  const [asked, ask] = useQueryState("rollback", parseAsInteger);
  return (
    <MoveDialog
      model={model}
      version={version}
      open={asked === version}
      onOpenChange={(open) => void ask(open ? version : null)}
    />
  );
}
