"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import type { ModelView } from "#lib/contracts/model.ts";
import { MoveDialog } from "../../../_components/move-dialog.tsx";

interface RollBackFromAddressProps {
  model: ModelView;
  version: number;
  mayOverride: boolean;
}

/** The roll-back whose dialog the address opens, so that overview and palette can lead to the question itself. */
export function RollBackFromAddress({ model, version, mayOverride }: RollBackFromAddressProps) {
  const [asked, ask] = useQueryState("rollback", parseAsInteger);
  return (
    <MoveDialog
      model={model}
      version={version}
      mayOverride={mayOverride}
      open={asked === version}
      onOpenChange={(open) => void ask(open ? version : null)}
    />
  );
}
