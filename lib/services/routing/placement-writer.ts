import { processState } from "#lib/core/process-state.ts";
import { GroupCommit } from "#lib/store/group-commit.ts";
import { commitPlacements, type Placement, type PlacementResult } from "#lib/store/placement.ts";

/** The one writer of decisions that reserve something: batches of two would wait for each other's locks. */
export const placementWriter = () =>
  processState("routing.writer", () => new GroupCommit<Placement, PlacementResult>(commitPlacements));
