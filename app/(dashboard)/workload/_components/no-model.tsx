import Link from "next/link";
import { modelHref, versionHref } from "#components/models/model-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { TrainButton } from "../../training/_components/train-button.tsx";

interface NoModelProps {
  fleet: string;
  /** Null: none was ever trained. */
  model: ModelView | null;
  mayTrain: boolean;
}

/** What is missing before anything can be foretold, and the way to it. */
export function NoModel({ fleet, model, mayTrain }: NoModelProps) {
  if (model?.staging != null) {
    return (
      <EmptyState title={`Workload model v${model.staging} of ${fleet} waits in staging`}>
        Once it is in production, the coming week will appear here, and decisions count with waits:{" "}
        <Link className="text-accent underline" href={versionHref(model, model.staging)}>
          look at it and promote it
        </Link>
        .
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`${fleet} has no workload model yet`}
      action={mayTrain ? <TrainButton fleets={[fleet]} kind="workload" /> : null}
    >
      Trained on three days of decisions or more, it foretells how tasks come and who will be full when.
      {model ? (
        <>
          {" "}
          Its versions are on{" "}
          <Link className="text-accent underline" href={modelHref(model)}>
            the model's page
          </Link>
          .
        </>
      ) : null}
    </EmptyState>
  );
}
