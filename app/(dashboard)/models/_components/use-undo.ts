"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { toast } from "#components/ui/toaster.tsx";
import type { ModelKind } from "#lib/contracts/model.ts";
import { undoMoveAction } from "../actions.ts";

/** Takes the move that led to the version back, at once; what the server refuses is said aloud. */
export function useUndo({ name, kind, version }: { name: string; kind: ModelKind; version: number }): () => void {
  const router = useRouter();
  return useCallback(() => {
    void undoMoveAction({ name, kind, version }).then((result) => {
      if (result.ok) toast.success(`Undone: production of ${name} is v${result.data.toVersion} again.`);
      else toast.error(result.error.message);
      router.refresh();
    });
  }, [name, kind, version, router]);
}
