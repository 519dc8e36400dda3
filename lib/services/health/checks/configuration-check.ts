import type { ServiceContext } from "#lib/auth/context.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { describeFindings } from "#lib/engines/configs/document-findings.ts";
import { configFileName } from "#lib/runtime/config-file.ts";
import { factsOf } from "#lib/runtime/configurations.ts";
import { type PresetFile, readPresetFiles } from "#lib/runtime/preset-files.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads, type StoredConfiguration } from "#lib/store/configuration.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { listPriceOverrides } from "#lib/store/price-override.ts";
import { counted, type HealthCheck, overall, TWICE } from "../check-definition.ts";

/** The files, the database and the prices say the same, and what agents call by can be priced. */
export const configurationCheck: HealthCheck = {
  id: "configuration",
  damping: TWICE,
  forgetAfterMs: 0,
  run: checkConfiguration,
};

async function checkConfiguration(ctx: ServiceContext): Promise<Verdict[]> {
  const heads = await listConfigurationHeads(db());
  return [...(await checkFiles(ctx, heads)), await checkPrices(ctx, heads)];
}

async function checkFiles(ctx: ServiceContext, heads: readonly StoredConfiguration[]): Promise<Verdict[]> {
  const noted = (await listOpenProblems(db())).filter(({ topic }) => topic === "config");
  const files = readPresetFiles(ctx.clock.nowMs()).map((file) => checkFile(file, heads));
  const others = noted
    .filter(({ entityId }) => files.every(({ subject }) => subject !== entityId))
    .map(({ entityId, message }): Verdict => {
      return {
        subject: entityId,
        label: entityId,
        state: "failing",
        sentence: message,
        evidence: [],
        href: "/configs",
      };
    });
  return [...files, ...others];
}

function checkFile(file: PresetFile, heads: readonly StoredConfiguration[]): Verdict {
  const name = configFileName(file.provider);
  const about = { subject: name, label: name, href: "/configs" };
  const evidence = [{ name: "presets", value: String(file.presets.length) }];
  if (file.findings.length > 0) {
    const sentence = `${name} is not usable: ${describeFindings(file.findings)}. What it said before stays in force.`;
    return { ...about, state: "failing", sentence, evidence };
  }
  const edited = file.presets.filter(({ name: preset, settings }) => {
    const head = heads.find((one) => one.provider === file.provider && one.name === preset);
    return head?.preset === true && compareConfigs(head.settings, settings).length > 0;
  });
  if (edited.length === 0) {
    return { ...about, state: "ok", sentence: `${name} is in force as it stands on the disk.`, evidence };
  }
  const names = edited.map(({ name: preset }) => preset).join(", ");
  const sentence = `${name} was edited and not taken up (${names}): send SIGHUP to the process, or start it anew.`;
  return { ...about, state: "degraded", sentence, evidence };
}

async function checkPrices(ctx: ServiceContext, heads: readonly StoredConfiguration[]): Promise<Verdict> {
  const [agents, overrides] = await Promise.all([listAgents(db()), listPriceOverrides(db())]);
  const used = new Set(
    agents.flatMap(({ status, configuration }) => (status === "enabled" ? (configuration ?? []) : [])),
  );
  const known = new Map(heads.map((head) => [`${head.provider}/${head.name}`, head]));
  const missing = [...used].filter((ref) => !known.has(ref));
  const unpriced = [...used].filter((ref) => {
    const head = known.get(ref);
    return head && factsOf(overrides, head.provider, head.settings.model, ctx.clock.nowMs()).price === null;
  });
  const about = { subject: "agents", label: "Configurations of agents", href: "/configs" };
  const evidence = [{ name: "in use", value: String(used.size) }];
  if (missing.length > 0) {
    const sentence = `Agents name configurations that are not in force: ${missing.join(", ")}.`;
    return { ...about, state: "failing", sentence, evidence };
  }
  if (unpriced.length > 0) {
    const sentence = `Agents call by configurations without a price: ${unpriced.join(", ")}. Their tasks are held at the ceiling.`;
    return { ...about, state: "degraded", sentence, evidence };
  }
  const sentence = `${counted(used.size, "configuration")} of agents in force, each with a price.`;
  return { ...overall("", { state: "ok", sentence }), ...about, evidence };
}
