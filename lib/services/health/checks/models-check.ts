import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { messageOf } from "#lib/core/errors.ts";
import { openModel } from "#lib/runtime/servable-model.ts";
import { db } from "#lib/store/client.ts";
import { listProduction, type ProductionRow, readArtifactBytes } from "#lib/store/model.ts";
import { AT_ONCE, type HealthCheck, overall } from "../check-definition.ts";

/** What production names is read from the database as a start would read it, with its golden answers. */
export const modelsCheck: HealthCheck = {
  id: "models",
  damping: AT_ONCE,
  forgetAfterMs: 0,
  run: checkModels,
};

async function checkModels(_ctx: ServiceContext): Promise<Verdict[]> {
  const rows = await listProduction(db());
  if (rows.length === 0) return [overall("Models", { state: "ok", sentence: "No version is in production." })];
  const verdicts: Verdict[] = [];
  // One after another: each may be some megabytes.
  for (const row of rows) verdicts.push(await checkModel(row));
  return verdicts;
}

async function checkModel(row: ProductionRow): Promise<Verdict> {
  const { name, kind, version, sha256 } = row;
  const label = `${name} ${kind.replaceAll("_", " ")} v${version}`;
  const about = { subject: `${name}/${kind}`, label, href: `/models/${encodeURIComponent(name)}/${kind}` };
  const evidence = [
    { name: "version", value: `v${version}` },
    { name: "SHA-256", value: sha256 },
  ];
  const refusal = await refusalOf(row);
  if (refusal === null) {
    const sentence = `${label} loads and answers as when it was written.`;
    return { ...about, state: "ok", sentence, evidence };
  }
  const sentence = `${label} cannot be loaded: ${refusal}. Processes that serve it go on; one that starts now would not. Roll back to a version that loads.`;
  return { ...about, state: "failing", sentence, evidence };
}

async function refusalOf({ kind, sha256 }: ProductionRow): Promise<string | null> {
  const bytes = await readArtifactBytes(db(), sha256);
  if (!bytes) return "the artifact is missing";
  try {
    openModel(bytes, { sha256, kind });
    return null;
  } catch (error) {
    return messageOf(error).replace(/\.$/, "");
  }
}
