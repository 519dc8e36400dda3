import type { ServerResponse } from "node:http";
import { Departure } from "#lib/core/departure.ts";

/** Leaves when the connection closes before the answer's last byte was handed over. */
export function callerDeparture(outgoing: Pick<ServerResponse, "once" | "writableFinished">): Departure {
  const departure = new Departure();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) departure.leave();
  });
  return departure;
}
