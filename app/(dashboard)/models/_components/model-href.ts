/** The page of a registered model. */
export function modelHref({ name, kind }: { name: string; kind: string }): string {
  return `/models/${encodeURIComponent(name)}/${kind}`;
}
