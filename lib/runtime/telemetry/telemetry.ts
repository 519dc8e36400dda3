import { processState } from "#lib/core/process-state.ts";
import type { DoorTrace, ToldCall } from "./told-call.ts";

/** Where calls are told of; there is one only while an endpoint is configured. */
export interface Telemetry {
  /** Spans and metrics of an ended call; null: it came through no door. */
  told(call: ToldCall | null, door: DoorTrace | null): void;
  /** Sends what waits, for a bounded time, and ends. */
  stop(): Promise<void>;
}

const state = () => processState<{ current: Telemetry | null }>("runtime.telemetry", () => ({ current: null }));

/** Null, and nothing else to pay, while no endpoint is configured. */
export const telemetry = (): Telemetry | null => state().current;

export function setTelemetry(current: Telemetry | null): void {
  state().current = current;
}

/** A request has come to a door; undefined while nobody listens. */
export function doorOpened(
  method: string,
  route: string,
  headers: Pick<Headers, "get">,
  requestId: string,
): DoorTrace | undefined {
  if (telemetry() === null) return undefined;
  return {
    method: method.toUpperCase(),
    route,
    traceparent: headers.get("traceparent"),
    tracestate: headers.get("tracestate"),
    startedMs: performance.now(),
    requestId,
    ...{ status: null, errorCode: null, call: null },
  };
}

/** The door has answered; a stream's call ends later, a refused one never began. */
export function doorAnswered(door: DoorTrace, status: number, errorCode: string | null): void {
  door.status = status;
  door.errorCode = errorCode;
  if (door.call !== null || status >= 400) telemetry()?.told(door.call, door);
}

/** A call has ended; a whole answer is told of once its door has given it. */
export function callEnded(call: ToldCall, door: DoorTrace | undefined): void {
  if (!door) {
    telemetry()?.told(call, null);
    return;
  }
  door.call = call;
  if (door.status !== null) telemetry()?.told(call, door);
}
