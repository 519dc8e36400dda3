import { Lamp } from "#components/ui/lamp.tsx";
import type { EndpointHealthView } from "#lib/contracts/configuration-view.ts";

/** How the endpoint is doing: whether calls go there now, and why not. */
export function EndpointLamp({ health }: { health: EndpointHealthView | null }) {
  if (health === null) return <Lamp state="off" word="not called" />;
  return <span title={describe(health)}>{lamp(health.state)}</span>;
}

function lamp(state: EndpointHealthView["state"]) {
  switch (state) {
    case "closed":
      return <Lamp state="on" word="answers" />;
    case "half_open":
      return <Lamp state="caution" word="on trial" />;
    case "throttled":
      return <Lamp state="caution" word="asked to wait" />;
    case "open":
      return <Lamp state="danger" word="left out" />;
    default:
      return state satisfies never;
  }
}

function describe({ reopensAt, lastFailure }: EndpointHealthView): string | undefined {
  const parts = [
    lastFailure === null ? [] : [`last failure: ${lastFailure.replaceAll("_", " ")}`],
    reopensAt === null ? [] : [`tried again from ${reopensAt}`],
  ].flat();
  return parts.length === 0 ? undefined : parts.join("; ");
}
