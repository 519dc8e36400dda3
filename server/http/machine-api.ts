import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { machineApi } from "#server/api/app.ts";
import { ENDPOINTS } from "#server/api/endpoints/index.ts";
import { directAnswers } from "./direct-answers.ts";

/** The machine API as a node:http listener: agents' calls answered directly, the rest by the Hono application. */
export function machineListener(): RequestListener {
  const listener = getRequestListener(machineApi().fetch);
  return directAnswers(ENDPOINTS, (request, response) => {
    void listener(request, response);
  });
}
