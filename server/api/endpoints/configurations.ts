import { z } from "zod";
import { requireScope } from "#lib/auth/scopes.ts";
import { parseInput } from "#lib/core/parse.ts";
import { exportConfigurations } from "#lib/queries/configuration-document.ts";
import { listConfigurations, readConfiguration } from "#lib/queries/configurations.ts";
import { checkDocument } from "#lib/services/configurations/check-document.ts";
import { importConfigurations } from "#lib/services/configurations/import-configurations.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { toConfigurationWire, toImportedWire, toListedConfigurationWire } from "../wire/configuration.ts";

/** The document itself is judged by the service, which says what is wrong in the words of every other door. */
const checkBody = z.strictObject({ document: z.unknown() });
const importBody = checkBody.extend({
  note: z.string(),
  dry_run: z.boolean().default(false),
  base_revisions: z.record(z.string(), z.int().min(0)).optional(),
});

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
    method: "post",
    path: "/configs/check",
    summary: "What a document in the format of configs/<provider>.json would be refused for; nothing is changed",
    scope: "config:read",
    forPeople: true,
    body: checkBody,
    handle: async ({ ctx, body }) => {
      requireScope(ctx, "config:read");
      return checkDocument({ ctx, input: parseInput(checkBody, body, "document") });
    },
  },
  {
    method: "post",
    path: "/configs/import",
    summary: "Takes in a document in the format of configs/<provider>.json, all of it or nothing",
    scope: "config:write",
    forPeople: true,
    body: importBody,
    handle: async ({ ctx, body }) => {
      requireScope(ctx, "config:write");
      const {
        document,
        note,
        dry_run: dryRun,
        base_revisions: baseRevisions,
      } = parseInput(importBody, body, "document");
      const input = { document, note, dryRun, ...(baseRevisions && { baseRevisions }) };
      return { imported: (await importConfigurations({ ctx, input })).map(toImportedWire) };
    },
  },
  {
    method: "get",
    path: "/configs/{provider}",
    summary: "The configurations in force of a provider, in the format of configs/<provider>.json",
    scope: "config:read",
    forPeople: true,
    handle: async ({ ctx, params }) => exportConfigurations({ ctx, input: { provider: params.provider } }),
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
