/** What is checked, and how often; lib/services/health/checks says how. In the order of the page. */
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export const HEALTH_CHECK_LIST = [
  {
    id: "models",
    title: "Model artifacts",
    everyMs: 5 * MINUTE_MS,
    about: "Every version in production loads from the database and still gives its golden answers.",
  },
  {
    id: "configuration",
    title: "Configuration integrity",
    everyMs: MINUTE_MS,
    about: "Files of configs are usable and taken up, and every configuration that an agent calls by has a price.",
  },
  {
    id: "providers",
    title: "Providers and endpoints",
    everyMs: 10 * SECOND_MS,
    about: "Endpoints that calls go to answer, and none is left alone for having failed.",
  },
  {
    id: "agents",
    title: "Agents",
    everyMs: 15 * SECOND_MS,
    about: "Agents send the heartbeats they promised, and bring to an end what they took in the last hour.",
  },
  {
    id: "performance",
    title: "Performance regression",
    everyMs: 5 * MINUTE_MS,
    about:
      "Each agent, configuration and version succeeds as often and is as fast as usual; one false alarm a year and thing at most.",
  },
  {
    id: "task-mix",
    title: "Task mix",
    everyMs: HOUR_MS / 2,
    about:
      "Types, roles and lengths of the last day's tasks against the four weeks before: a stability index above 0.1 and above chance is degraded, above 0.25 failing.",
  },
  {
    id: "predictions",
    title: "Predictions",
    everyMs: HOUR_MS,
    about:
      "Calibration error of the last two days against that of training and against chance: 5 points above both is degraded, 12 failing.",
  },
  {
    id: "database",
    title: "Database",
    everyMs: 15 * SECOND_MS,
    about: "PostgreSQL answers soon, has connections left and keeps up with cleaning its tables.",
  },
  {
    id: "disk",
    title: "Disk",
    everyMs: MINUTE_MS,
    about: "The file system of the data folder has space left: below 10% it is degraded, below 3% failing.",
  },
  {
    id: "jobs",
    title: "Job queue",
    everyMs: 30 * SECOND_MS,
    about: "The queue is open, and no job waits for ten minutes or is worked on for two hours.",
  },
  {
    id: "replicas",
    title: "Processes",
    everyMs: 15 * SECOND_MS,
    about: "Every process serves the versions in production and has the set of configurations that is in force.",
  },
  {
    id: "ledger",
    title: "Ledger",
    everyMs: 5 * MINUTE_MS,
    about:
      "Every balance equals the sum of its entries, holds are those of tasks under way, and windows reset in time.",
  },
  {
    id: "notes",
    title: "Noted by processes",
    everyMs: 10 * SECOND_MS,
    about:
      "Nothing that a process has noted while it worked is open: refused artifacts and promotions, drift, exports, credentials.",
  },
] as const;

export type HealthCheckId = (typeof HEALTH_CHECK_LIST)[number]["id"];
