import { setImmediate as turn } from "node:timers/promises";
import { type Gone, placeWithout, type Stratum, type TaskWithout } from "#lib/engines/routing/absence/place-without.ts";
import type { TaskRouter } from "#lib/engines/routing/task-router.ts";
import type { PastStratum } from "./past-tasks.ts";

/** Milliseconds after which requests that wait have their turn. */
const TURN_MS = 8;

/** Routes sampled tasks without what is gone. Decisions under way are not held up: it gives way every few milliseconds. */
export async function routeAgain(
  router: TaskRouter,
  strata: readonly PastStratum[],
  gone: (stratum: PastStratum) => Gone,
): Promise<Stratum[]> {
  const routed: Stratum[] = [];
  let turnAt = performance.now() + TURN_MS;
  for (const stratum of strata) {
    const without = gone(stratum);
    const sample: TaskWithout[] = [];
    for (const past of stratum.sample) {
      if (performance.now() > turnAt) {
        await turn();
        turnAt = performance.now() + TURN_MS;
      }
      sample.push(placeWithout(router, past, without));
    }
    routed.push({ tasks: stratum.tasks, sample });
  }
  return routed;
}
