import { TextProjection } from "../../matching/text-features/text-projection.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import type { FaultState } from "./fault-attributor.ts";

const PREFIX = "faults";

/** The numbers of a fault model, under names that begin with "faults". */
export function faultTensors({ projection, linear, trees }: FaultState): Record<string, Tensor> {
  const column = (data: Tensor["data"]): Tensor => ({ shape: [data.length], data });
  return {
    ...projection.toTensors(`${PREFIX}.texts`),
    [`${PREFIX}.scale`]: column(linear.scale),
    [`${PREFIX}.weights`]: column(linear.weights),
    [`${PREFIX}.tree_columns`]: column(trees.columns),
    [`${PREFIX}.tree_thresholds`]: column(trees.thresholds),
    [`${PREFIX}.tree_leaves`]: column(trees.leaves),
  };
}

/** What an artifact's header says of a fault model. */
export type FaultHeader = Pick<FaultState, "featureNames" | "treeWeight" | "examples"> & { depth: number };

/**
 * Reads what faultTensors wrote.
 * @param featureNames as this build describes steps: another description would be multiplied with the wrong weights
 * @throws SignalboxError invalid_input when tensors are absent or do not belong together
 */
export function restoreFaults(
  { featureNames: written, treeWeight, examples, depth }: FaultHeader,
  tensors: ReadonlyMap<string, Tensor>,
  featureNames: readonly string[],
): FaultState {
  if (JSON.stringify(written) !== JSON.stringify(featureNames)) refuseArtifact("it describes steps in another way");
  const projection = TextProjection.fromTensors(`${PREFIX}.texts`, tensors);
  const [scale, weights] = [floats(tensors, "scale"), floats(tensors, "weights")];
  const width = featureNames.length + 2 * projection.dimensions;
  if (scale.length !== width || weights.length !== width) refuseArtifact("its weights have another shape");
  const columns = tensors.get(`${PREFIX}.tree_columns`)?.data;
  const [thresholds, leaves] = [floats(tensors, "tree_thresholds"), floats(tensors, "tree_leaves")];
  const nodes = 2 ** depth - 1;
  if (
    !(columns instanceof Int32Array) ||
    columns.length % nodes !== 0 ||
    thresholds.length !== columns.length ||
    leaves.length !== (columns.length / nodes) * (nodes + 1) ||
    columns.some((column) => column < -1 || column >= featureNames.length)
  ) {
    return refuseArtifact("its trees do not belong together");
  }
  const trees = { depth, columns, thresholds, leaves };
  return { featureNames, projection, linear: { scale, weights }, trees, treeWeight, examples };
}

function floats(tensors: ReadonlyMap<string, Tensor>, name: string): Float64Array {
  const data = tensors.get(`${PREFIX}.${name}`)?.data;
  return data instanceof Float64Array ? data : refuseArtifact(`tensor ${PREFIX}.${name} is absent`);
}
