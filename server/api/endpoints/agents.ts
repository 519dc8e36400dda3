import { putAgentSchema } from "#lib/contracts/agent.ts";
import { listAgents } from "#lib/queries/fleet.ts";
import { heartbeatAgent } from "#lib/services/fleet/heartbeat-agent.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { toAgentWire } from "../wire/agent.ts";
import { joinBody } from "./join-body.ts";
import { ownFleet } from "./own-fleet.ts";

export const agentEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/agents",
    summary: "The agents of the key's fleet",
    scope: "fleet:read",
    handle: async ({ ctx }) => ({
      agents: (await listAgents({ ctx, input: { fleetName: ownFleet(ctx) } })).map(toAgentWire),
    }),
  },
  {
    method: "put",
    path: "/agents/{name}",
    summary: "Declare an agent, or replace what is declared of it",
    scope: "agent:register",
    body: putAgentSchema,
    handle: async ({ ctx, params, body }) =>
      toAgentWire(
        await putAgent({ ctx, input: joinBody(body, { fleetName: ownFleet(ctx), name: params.name ?? "" }) }),
      ),
  },
  {
    method: "post",
    path: "/agents/{name}/heartbeat",
    summary: "Say that an agent is alive",
    scope: "agent:heartbeat",
    handle: ({ ctx, params }) => heartbeatAgent({ ctx, input: { fleetName: ownFleet(ctx), name: params.name ?? "" } }),
  },
];
