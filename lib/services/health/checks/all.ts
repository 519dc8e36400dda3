import type { HealthCheck } from "../check-definition.ts";
import { agentsCheck } from "./agents-check.ts";
import { configurationCheck } from "./configuration-check.ts";
import { databaseCheck } from "./database-check.ts";
import { diskCheck } from "./disk-check.ts";
import { jobsCheck } from "./jobs-check.ts";
import { ledgerCheck } from "./ledger-check.ts";
import { modelsCheck } from "./models-check.ts";
import { notesCheck } from "./notes-check.ts";
import { performanceCheck } from "./performance-check.ts";
import { predictionsCheck } from "./predictions-check.ts";
import { providersCheck } from "./providers-check.ts";
import { replicasCheck } from "./replicas-check.ts";
import { taskMixCheck } from "./task-mix-check.ts";

/** Every check there is, in the order of the page. */
export const HEALTH_CHECKS: readonly HealthCheck[] = [
  modelsCheck,
  configurationCheck,
  providersCheck,
  agentsCheck,
  performanceCheck,
  taskMixCheck,
  predictionsCheck,
  databaseCheck,
  diskCheck,
  jobsCheck,
  replicasCheck,
  ledgerCheck,
  notesCheck,
];
