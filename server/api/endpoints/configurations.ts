import { listConfigurations, readConfiguration } from "#lib/queries/configurations.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { toConfigurationWire, toListedConfigurationWire } from "../wire/configuration.ts";

export const configurationEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/configs",
    summary: "Every configuration in force",
    scope: "config:read",
    handle: async ({ ctx, query }) => {
      const input = Object.fromEntries(query);
      return { configurations: (await listConfigurations({ ctx, input })).map(toListedConfigurationWire) };
    },
  },
  {
    method: "get",
    path: "/configs/{provider}/{name}",
    summary: "One configuration: its settings, revision, price and limits",
    scope: "config:read",
    handle: async ({ ctx, params }) =>
      toConfigurationWire(await readConfiguration({ ctx, input: { provider: params.provider, name: params.name } })),
  },
];
