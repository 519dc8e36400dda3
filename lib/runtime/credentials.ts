import type { Provider } from "#lib/contracts/configuration.ts";
import { type ProviderSecret, providerSecretSchema } from "#lib/contracts/provider-credential.ts";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { rememberSecrets } from "#lib/core/known-secrets.ts";
import { processState } from "#lib/core/process-state.ts";
import { type MasterKey, openSecret, type SealContext } from "#lib/core/sealed-secret.ts";
import { readNamedKey } from "#lib/env.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { listCredentials, markCredentialUsed, type StoredCredential } from "#lib/store/provider-credential.ts";
import { log } from "./log.ts";
import { openingKeys } from "./master-key.ts";
import { registerRefresher } from "./refresh.ts";

const UNREADABLE = { topic: "credentials", entityId: "stored", code: "credential_unreadable" };
const USED_EVERY_MS = 60_000;
/** How long one that the provider refused stands back for the one before it. */
const REFUSED_FOR_MS = 60_000;

/** A credential of the database with its secret opened, or the sentence that says why it is not. */
export type OpenedCredential = { row: StoredCredential } & (
  | { secret: ProviderSecret; problem: null }
  | { secret: null; problem: string }
);

type UsableCredential = Extract<OpenedCredential, { problem: null }>;

interface CredentialState {
  opened: readonly OpenedCredential[];
  /** The first look, under way or done. */
  loaded: Promise<void> | null;
  usedAtMs: Map<string, number>;
  refusedAtMs: Map<string, number>;
}

const state = () =>
  processState<CredentialState>("runtime.credentials", () => ({
    opened: [],
    loaded: null,
    usedAtMs: new Map(),
    refusedAtMs: new Map(),
  }));

registerRefresher("credential", "credentials", refreshCredentials);

/** What a credential's secret is sealed to: taken to another row, provider or address it does not open. */
export function sealContextOf(row: Pick<StoredCredential, "id" | "provider" | "baseUrl">): SealContext {
  return ["provider_credential", row.id, "secret", row.provider, row.baseUrl];
}

/** Loads the credentials of the database and opens them; one that does not open keeps none of the others back. */
export async function refreshCredentials(): Promise<void> {
  const rows = await listCredentials(db(), new Date(systemClock.nowMs()));
  const opened = openAll(rows);
  state().opened = opened;
  state().loaded ??= Promise.resolve();
  rememberSecrets(
    "stored credentials",
    opened.flatMap(({ secret }) => (secret ? textsOf(secret) : [])),
  );
  await tellHealth(opened);
}

/** The health page names every credential that calls would need and cannot have. */
async function tellHealth(opened: readonly OpenedCredential[]): Promise<void> {
  const closed = opened.flatMap(({ row, problem }) => (problem ? `"${row.name}" of ${row.provider}: ${problem}` : []));
  const nowMs = systemClock.nowMs();
  if (closed.length === 0) return resolveProblem(db(), UNREADABLE, nowMs);
  await raiseProblem(db(), UNREADABLE, `Credentials that cannot be opened: ${closed.join("; ")}.`, nowMs);
}

/** Waits until the credentials were loaded once: threads have no listener that does. */
export function ensureCredentials(): Promise<void> {
  const own = state();
  own.loaded ??= refreshCredentials().catch((error: unknown) => {
    own.loaded = null;
    throw error;
  });
  return own.loaded;
}

function textsOf(secret: ProviderSecret): (string | null)[] {
  switch (secret.kind) {
    case "key":
      return [secret.apiKey];
    case "aws":
      return [secret.secretAccessKey, secret.sessionToken];
    case "env":
      return [readNamedKey(secret.variable)];
    case "aws_profile":
      return [];
    default:
      return secret satisfies never;
  }
}

function openAll(rows: readonly StoredCredential[]): OpenedCredential[] {
  // Without a credential there is no need of a master key, nor of a file with one.
  if (rows.length === 0) return [];
  let keys: MasterKey[] = [];
  let noKeys = "";
  try {
    keys = openingKeys();
  } catch (error) {
    noKeys = messageOf(error);
  }
  return rows.map((row) => {
    try {
      if (noKeys) throw new Error(noKeys);
      const secret = providerSecretSchema.parse(JSON.parse(openSecret(row.sealed, sealContextOf(row), keys)));
      return { row, secret, problem: null };
    } catch (error) {
      // Of a parser's error nothing is told: it may quote what it read.
      const problem =
        error instanceof SyntaxError || !(error instanceof Error) ? "the secret is damaged" : error.message;
      log().error({ credential: row.id, provider: row.provider, problem }, "a provider's credential cannot be opened");
      return { row, secret: null, problem };
    }
  });
}

/** All that this process last loaded. */
export function openedCredentials(): readonly OpenedCredential[] {
  return state().opened;
}

/**
 * The credentials for one address of a provider in the order in which they are to be used: those of the region before
 * those of every region, the one in use before those it replaced, one that was just refused last.
 * @param origin null: the provider's own address
 */
export function credentialsAt(
  provider: Provider,
  origin: string | null,
  region: string | null,
  nowMs: number,
): UsableCredential[] {
  const { opened, refusedAtMs } = state();
  const rank = ({ row }: UsableCredential) => {
    const refused = nowMs - (refusedAtMs.get(row.id) ?? Number.NEGATIVE_INFINITY) < REFUSED_FOR_MS;
    return (refused ? 4 : 0) + (row.region === null ? 2 : 0) + (row.retiresAt === null ? 0 : 1);
  };
  return opened
    .filter((entry): entry is UsableCredential => entry.problem === null)
    .filter(({ row }) => row.provider === provider && row.baseUrl === origin)
    .filter(({ row }) => row.region === null || row.region === region)
    .filter(({ row }) => row.retiresAt === null || row.retiresAt.getTime() > nowMs)
    .sort((a, b) => rank(a) - rank(b) || b.row.createdAt.getTime() - a.row.createdAt.getTime());
}

/** Once a minute and credential, beside the call: a lost note costs only the precision of "last used". */
export function noteCredentialUse(id: string, nowMs: number): void {
  const { usedAtMs } = state();
  if (nowMs - (usedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < USED_EVERY_MS) return;
  usedAtMs.set(id, nowMs);
  markCredentialUsed(db(), id, new Date(nowMs)).catch(() => undefined);
}

/** The provider did not accept it: for a minute the one before it, if its time is not over, is used first. */
export function noteCredentialRefused(id: string, nowMs: number): void {
  state().refusedAtMs.set(id, nowMs);
}
