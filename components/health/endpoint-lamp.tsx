import { Lamp } from "#components/ui/lamp.tsx";
import type { EndpointView } from "#lib/contracts/health.ts";

/** How the endpoint is doing: whether calls go there now, and why not. Null: none has gone there. */
export function EndpointLamp({ health }: { health: EndpointView | null }) {
  if (health === null) return <Lamp state="off" word="not called" />;
  return <span title={describe(health)}>{lamp(health)}</span>;
}

function lamp({ state, failuresInARow, lastAnswerAt }: EndpointView) {
  switch (state) {
    case "closed":
      if (failuresInARow > 0) return <Lamp state="caution" word="failing" />;
      // A call that was never sent, for want of a key, says nothing of the endpoint.
      return lastAnswerAt === null ? <Lamp state="off" word="no answer yet" /> : <Lamp state="on" word="answers" />;
    case "half_open":
      return <Lamp state="caution" word="on probation" />;
    case "throttled":
      return <Lamp state="caution" word="asked to wait" />;
    case "open":
      return <Lamp state="danger" word="left alone" />;
    default:
      return state satisfies never;
  }
}

function describe({ reopensAt, lastFailure }: EndpointView): string | undefined {
  const parts = [
    lastFailure === null ? [] : [`last failure: ${lastFailure.replaceAll("_", " ")}`],
    reopensAt === null ? [] : [`tried again from ${reopensAt}`],
  ].flat();
  return parts.length === 0 ? undefined : parts.join("; ");
}
