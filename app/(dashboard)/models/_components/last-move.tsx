"use client";

import { Undo2 } from "lucide-react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { ServingProgress } from "./serving-progress.tsx";
import { useUndo } from "./use-undo.ts";

interface LastMoveProps {
  model: ModelView;
  /** The move of production that is a day old at most. */
  move: ModelView["moves"][number];
  mayWrite: boolean;
}

/** What was moved lately: how far the processes are with it, and the way back in one click. */
export function LastMove({ model, move, mayWrite }: LastMoveProps) {
  const { name, kind } = model;
  const undo = useUndo({ name, kind, version: move.toVersion });
  const { fromVersion, toVersion, verb, automatic, reason, actorName } = move;
  const did = verb === "rollback" ? "rolled back" : "promoted";
  return (
    <Alert
      tone={verb === "rollback" && automatic ? "caution" : "info"}
      title={
        <>
          {fromVersion === null
            ? `v${toVersion} was ${did}`
            : `Production was ${did} from v${fromVersion} to v${toVersion}`}{" "}
          {automatic ? "by Signalbox itself" : `by ${actorName}`} <RelativeTime at={move.at} />.
        </>
      }
      action={
        mayWrite && !automatic && fromVersion !== null ? (
          <Button size="small" onClick={undo}>
            <Undo2 aria-hidden />
            Undo
          </Button>
        ) : undefined
      }
    >
      {reason}
      <ServingProgress model={model} />
    </Alert>
  );
}
