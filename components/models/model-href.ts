/** The page of a registered model; with a version it asks at once whether production shall go back to it. */
export function modelHref({ name, kind }: { name: string; kind: string }, rollbackTo?: number): string {
  const page = `/models/${encodeURIComponent(name)}/${kind}`;
  return rollbackTo === undefined ? page : `${page}?rollback=${rollbackTo}`;
}
