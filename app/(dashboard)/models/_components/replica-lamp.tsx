import { Lamp } from "#components/ui/lamp.tsx";
import type { ModelServing } from "#lib/contracts/model.ts";

/** "3 of 3 serve v12": what the processes really serve, not what they should. */
export function ReplicaLamp({ model }: { model: ModelServing }) {
  const { production, replicas } = model;
  if (production === null) return <Lamp state="off" word="nothing in production" />;
  if (replicas.length === 0) return <Lamp state="off" word="no process seen" />;
  const serving = replicas.filter((replica) => replica.version === production).length;
  return (
    <Lamp
      state={serving === replicas.length ? "on" : "caution"}
      word={`${serving} of ${replicas.length} serve v${production}`}
    />
  );
}
