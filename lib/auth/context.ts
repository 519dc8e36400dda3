import type { Actor } from "#lib/contracts/actor.ts";
import type { Clock } from "#lib/core/clock.ts";
import type { DoorTrace } from "#lib/runtime/telemetry/told-call.ts";

/** What every service call carries: who acts, under which request, at what time. */
export interface ServiceContext {
  actor: Actor;
  requestId: string;
  clock: Clock;
  /** Of an exploring policy's draws, in place of the decision's id: a scenario is then the same again. */
  drawSeed?: number;
  /** The request at a door that the call's spans belong to; absent while nobody listens to them. */
  door?: DoorTrace;
}

/** The one argument of every service: `verbEntity({ ctx, input })`. The service parses `input` itself. */
export interface ServiceCall {
  ctx: ServiceContext;
  input: unknown;
}
