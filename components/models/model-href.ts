interface Model {
  name: string;
  kind: string;
}

/** The page of a registered model; with a version it asks at once whether production shall go back to it. */
export function modelHref({ name, kind }: Model, rollbackTo?: number): string {
  const page = `/models/${encodeURIComponent(name)}/${kind}`;
  return rollbackTo === undefined ? page : `${page}?rollback=${rollbackTo}`;
}

/** One version: what it is, what was measured, what it may do. */
export function versionHref(model: Model, version: number): string {
  return `${modelHref(model)}/versions/${version}`;
}

/** Two versions side by side, the older one left. */
export function compareHref(model: Model, old: number, fresh: number): string {
  return `${modelHref(model)}/compare?old=${old}&fresh=${fresh}`;
}

/** A version replayed over past decisions. */
export function replayHref(model: Model, replayId: string): string {
  return `${modelHref(model)}/replays/${replayId}`;
}

/** One decision as it was and as it would have been. */
export function flipHref(model: Model, replayId: string, decisionId: string): string {
  return `${replayHref(model, replayId)}/flips/${decisionId}`;
}

/** Where the browser downloads a version as one file. */
export function exportHref(model: Model, version: number): string {
  return `/api/ui${modelHref(model)}/${version}/export`;
}
