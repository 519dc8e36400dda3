import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { boundOrigin, type ProviderPlace } from "#lib/contracts/provider-address.ts";
import type { CredentialState, CredentialView, SecretKind } from "#lib/contracts/provider-credential.ts";
import { secretFingerprint, secretTail } from "#lib/core/secret-tail.ts";
import { readEnv, readNamedKey } from "#lib/env.ts";
import { credentialsAt, type OpenedCredential, openedCredentials } from "#lib/runtime/credentials.ts";
import { db } from "#lib/store/client.ts";
import { listCredentials, type StoredCredential } from "#lib/store/provider-credential.ts";

/** Every credential that a call may use, the database's and the environment's, without any secret. */
export async function listProviderCredentials({ ctx }: ServiceCall): Promise<CredentialView[]> {
  requireScope(ctx, "credential:read");
  const rows = await listCredentials(db(), new Date(ctx.clock.nowMs()));
  const opened = new Map(openedCredentials().map((entry) => [entry.row.id, entry]));
  const stored = rows.map((row) => storedView(row, opened.get(row.id)));
  const own = new Set(rows.filter((row) => row.baseUrl === null && row.retiresAt === null).map((row) => row.provider));
  const named = environment().map((view) => (own.has(view.provider) ? { ...view, state: "shadowed" as const } : view));
  return [...stored, ...named].sort((a, b) => (a.provider < b.provider ? -1 : a.provider > b.provider ? 1 : 0));
}

function storedView(row: StoredCredential, opened: OpenedCredential | undefined): CredentialView {
  const { id, provider, name, kind, baseUrl, region, tail, fingerprint, authorName } = row;
  return {
    id,
    provider,
    name,
    kind,
    baseUrl,
    region,
    tail,
    fingerprint,
    variable: kind === "env" ? tail : null,
    state: stateOf(row, opened),
    problem: opened?.problem ?? null,
    authorName,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    retiresAt: row.retiresAt?.toISOString() ?? null,
  };
}

function stateOf(row: StoredCredential, opened: OpenedCredential | undefined): CredentialState {
  if (opened?.problem) return "unreadable";
  if (row.kind === "env" && readNamedKey(row.tail) === null) return "variable_missing";
  return row.retiresAt === null ? "in_use" : "retiring";
}

/** Whether a call to this place would find a key: one entered for its address, or the environment's where that may go. */
export function hasKeyFor(place: ProviderPlace, nowMs: number): boolean {
  const origin = boundOrigin(place);
  // The first is the one that a call takes.
  const [stored] = credentialsAt(place.provider, origin, place.region, nowMs);
  if (stored) return stored.secret.kind !== "env" || readNamedKey(stored.secret.variable) !== null;
  const allowed = readEnv().SIGNALBOX_PROVIDER_BASE_URLS.map((url) => new URL(url).origin);
  return (origin === null || allowed.includes(origin)) && environment().some((key) => key.provider === place.provider);
}

/** What the environment brings: found by the variables that are set. */
function environment(): CredentialView[] {
  const env = readEnv();
  const found: CredentialView[] = [];
  const add = (provider: Provider, variable: string, kind: SecretKind, shown: string, secret: string | null) =>
    found.push({
      ...ENVIRONMENT,
      provider,
      variable,
      kind,
      tail: shown,
      fingerprint: secret && secretFingerprint(secret),
    });
  const addKey = (provider: Provider, variable: string, key: string | undefined) => {
    if (key) add(provider, variable, "key", secretTail(key), key);
  };
  addKey("openai", "OPENAI_API_KEY", env.OPENAI_API_KEY);
  addKey("anthropic", "ANTHROPIC_API_KEY", env.ANTHROPIC_API_KEY);
  addKey("bedrock", "AWS_BEARER_TOKEN_BEDROCK", env.AWS_BEARER_TOKEN_BEDROCK);
  if (!env.AWS_BEARER_TOKEN_BEDROCK) {
    if (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) {
      const tail = secretTail(env.AWS_ACCESS_KEY_ID);
      add("bedrock", "AWS_ACCESS_KEY_ID", "aws", tail, env.AWS_SECRET_ACCESS_KEY);
    } else if (env.AWS_PROFILE) {
      add("bedrock", "AWS_PROFILE", "aws_profile", env.AWS_PROFILE, null);
    }
  }
  return found;
}

const ENVIRONMENT = {
  id: null,
  name: "Environment",
  baseUrl: null,
  region: null,
  state: "in_use",
  problem: null,
  authorName: null,
  createdAt: null,
  lastUsedAt: null,
  retiresAt: null,
} as const;
