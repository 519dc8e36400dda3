import { listCallableModels, readCallableModel } from "#lib/queries/callable-models.ts";
import type { ApiCall, Endpoint } from "#lib/transport/api.ts";
import { toCallableModelWire } from "../wire/callable-model.ts";
import { toOpenaiError } from "../wire/openai/error.ts";
import { ownFleet } from "./own-fleet.ts";

const read = async ({ ctx }: ApiCall, id: string) =>
  toCallableModelWire(await readCallableModel({ ctx, input: { fleetName: ownFleet(ctx), id } }));

/** The lists and objects of `GET /models`, which OpenAI's and Anthropic's clients both understand. */
export const modelEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/models",
    summary: "What a chat call may name as its model: auto, tiers, configurations and the fleet's agents",
    scope: "config:read",
    errorFormat: toOpenaiError,
    handle: async ({ ctx }) => {
      const models = await listCallableModels({ ctx, input: { fleetName: ownFleet(ctx) } });
      const data = models.map(toCallableModelWire);
      return { object: "list", data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
    },
  },
  {
    method: "get",
    path: "/models/{id}",
    summary: "One of them; its slash may stand as it is or as %2F",
    scope: "config:read",
    errorFormat: toOpenaiError,
    handle: (call) => read(call, call.params.id ?? ""),
  },
  {
    method: "get",
    path: "/models/{group}/{name}",
    summary: "The same",
    scope: "config:read",
    errorFormat: toOpenaiError,
    handle: (call) => read(call, `${call.params.group}/${call.params.name}`),
  },
];
