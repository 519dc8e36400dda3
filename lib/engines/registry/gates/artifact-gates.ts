import { found, type Gate, noSay, SWITCHED_OFF } from "./gate-facts.ts";

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MiB`;

/** Size, SHA-256, layout and finite numbers. No policy and no override lets a version pass this one. */
export const artifactIntegrity: Gate = ({ artifact }) =>
  found("artifact_integrity", artifact.refused === null, {
    sentence: artifact.refused ?? "Its bytes have the registered SHA-256, its layout is whole, every number is finite.",
  });

/** The questions and answers that the artifact carries. No policy and no override lets a version pass this one. */
export const goldenInputs: Gate = ({ artifact }) => {
  if (artifact.refused !== null) return noSay("golden_inputs", "Not asked: its artifact is refused.");
  return found("golden_inputs", artifact.golden === null, {
    sentence: artifact.golden ?? "It answers its golden inputs as it did when it was written.",
  });
};

/** How long a process needs to check and open it; measured now, on this machine. */
export const loadTime: Gate = ({ artifact }, { maxLoadMs }) => {
  if (maxLoadMs === null) return noSay("load_time", SWITCHED_OFF);
  if (artifact.loadMs === null) return noSay("load_time", "It could not be opened.");
  const loadMs = Math.round(artifact.loadMs);
  return found("load_time", artifact.loadMs <= maxLoadMs, {
    sentence: `Checked and opened in ${loadMs} ms; at most ${maxLoadMs} ms.`,
    value: loadMs,
    bound: maxLoadMs,
    unit: "ms",
  });
};

export const artifactSize: Gate = ({ artifact: { sizeBytes } }, { maxArtifactBytes }) => {
  if (maxArtifactBytes === null) return noSay("artifact_size", SWITCHED_OFF);
  return found("artifact_size", sizeBytes <= maxArtifactBytes, {
    sentence: `${mebibytes(sizeBytes)}; at most ${mebibytes(maxArtifactBytes)}.`,
    value: sizeBytes,
    bound: maxArtifactBytes,
    unit: "bytes",
  });
};
