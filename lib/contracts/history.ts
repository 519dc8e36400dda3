/** What one import has brought in. */
export interface ImportSummary {
  importId: string;
  fleetName: string;
  source: string;
  tasks: number;
  agents: number;
  outcomes: number;
  /** What its agents said to each other, as far as the fleet did not have it. */
  interactions: number;
  /** Over the rows in order: the same data is imported into a fleet once. */
  dataSha256: string;
}

/** An import as the import page lists it. */
export interface ImportView extends ImportSummary {
  authorName: string;
  createdAt: string;
}

/** How data sets write, in small letters, that a task asks for no capability of the fleet. */
export const NO_CAPABILITY: readonly string[] = ["oos", "out_of_scope", "out of scope", "out-of-scope", "none", "null"];
