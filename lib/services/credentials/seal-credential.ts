import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { ProviderSecret } from "#lib/contracts/provider-credential.ts";
import { newId } from "#lib/core/ids.ts";
import { sealSecret } from "#lib/core/sealed-secret.ts";
import { secretFingerprint, secretTail } from "#lib/core/secret-tail.ts";
import { sealContextOf } from "#lib/runtime/credentials.ts";
import { masterKey } from "#lib/runtime/master-key.ts";
import type { Db } from "#lib/store/client.ts";
import { insertCredential, type StoredCredential } from "#lib/store/provider-credential.ts";

type Place = Pick<StoredCredential, "provider" | "name" | "baseUrl" | "region">;

/** Seals a secret for its place and writes the row. @returns the row's id */
export async function insertSealed(tx: Db, ctx: ServiceContext, place: Place, secret: ProviderSecret): Promise<string> {
  const nowMs = ctx.clock.nowMs();
  const { provider, name, baseUrl, region } = place;
  const id = newId("crd", nowMs);
  const master = masterKey();
  await insertCredential(tx, {
    id,
    provider,
    name,
    kind: secret.kind,
    baseUrl,
    region,
    sealed: sealSecret(JSON.stringify(secret), sealContextOf({ id, provider, baseUrl }), master),
    masterKeyId: master.id,
    ...shownOf(secret),
    authorName: ctx.actor.name,
    createdAt: new Date(nowMs),
  });
  return id;
}

/** All that is ever shown of a secret. */
export function shownOf(secret: ProviderSecret): Pick<StoredCredential, "tail" | "fingerprint"> {
  switch (secret.kind) {
    case "key":
      return { tail: secretTail(secret.apiKey), fingerprint: secretFingerprint(secret.apiKey) };
    case "aws":
      return { tail: secretTail(secret.accessKeyId), fingerprint: secretFingerprint(secret.secretAccessKey) };
    case "aws_profile":
      return { tail: secret.profile, fingerprint: null };
    case "env":
      return { tail: secret.variable, fingerprint: null };
    default:
      return secret satisfies never;
  }
}

type Audited = Pick<StoredCredential, "provider" | "name" | "kind" | "baseUrl" | "region" | "tail"> & { id: string };

/** Of a secret an audit entry holds what the list shows of it, and no more. */
export async function auditCredential(
  tx: Db,
  ctx: ServiceContext,
  verb: "credential.save" | "credential.rotate" | "credential.remove",
  { before, after }: { before?: Audited; after?: Audited & { previousUntil?: string | null } },
): Promise<void> {
  const told = (row: Audited) => {
    const { id, provider, name, kind, baseUrl, region, tail } = row;
    return { id, provider, name, kind, baseUrl, region, tail };
  };
  const previousUntil = after?.previousUntil;
  await recordAudit(tx, ctx, {
    verb,
    entity: "credential",
    entityId: (after ?? before)?.id ?? "",
    ...(before && { before: told(before) }),
    ...(after && { after: { ...told(after), ...(previousUntil !== undefined && { previousUntil }) } }),
  });
}
