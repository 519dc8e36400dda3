"use server";

import { previewRoute } from "#lib/services/routing/preview-route.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { runAction } from "#lib/transport/action.ts";

export async function previewRouteAction(input: unknown) {
  return runAction(previewRoute, input);
}

export async function routeTaskAction(input: unknown) {
  return runAction(routeTask, input);
}
