import type { FilterName } from "#lib/contracts/routing.ts";
import { budgetFilter } from "./budget.ts";
import { capabilityFilter } from "./capability.ts";
import { contextWindowFilter } from "./context-window.ts";
import { heartbeatFilter } from "./heartbeat.ts";
import type { FilterPlugin } from "./plugin.ts";
import { policyFilter } from "./policy.ts";
import { providerHealthFilter } from "./provider-health.ts";
import { slotsFilter } from "./slots.ts";
import { statusFilter } from "./status.ts";

/** A plugin for every name of FILTERS. */
export const FILTER_PLUGINS: Record<FilterName, FilterPlugin> = {
  status: statusFilter,
  heartbeat: heartbeatFilter,
  slots: slotsFilter,
  capability: capabilityFilter,
  context_window: contextWindowFilter,
  provider_health: providerHealthFilter,
  budget: budgetFilter,
  policy: policyFilter,
};
