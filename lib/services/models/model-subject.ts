import type { ModelKey } from "#lib/store/model.ts";

/** "performance predictor of bfcl": how sentences name a registered model. */
export function modelSubject({ name, kind }: ModelKey): string {
  return `${kind.replaceAll("_", " ")} of ${name}`;
}

/** Id of a registered model in audit entries and health problems. */
export function modelEntityId({ name, kind }: ModelKey): string {
  return `${name}/${kind}`;
}
