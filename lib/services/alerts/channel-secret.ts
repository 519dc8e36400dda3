import type { OpenChannel } from "#lib/channels/port.ts";
import { type ChannelSecret, type ChannelTarget, channelSecretSchema } from "#lib/contracts/alert-channel.ts";
import { messageOf } from "#lib/core/errors.ts";
import { rememberSecrets } from "#lib/core/known-secrets.ts";
import { openSecret, type SealContext, sealSecret } from "#lib/core/sealed-secret.ts";
import { secretTail } from "#lib/core/secret-tail.ts";
import { masterKey, openingKeys } from "#lib/runtime/master-key.ts";
import type { ChannelRow, SealedFields } from "#lib/store/alert-channel.ts";

type Bound = Pick<ChannelRow, "id" | "kind" | "address" | "mail">;

/** What a channel's secret is sealed to: taken to another row, kind, address, name or way of encryption it does not open. */
export function channelSealContext({ id, kind, address, mail }: Bound): SealContext {
  const way = mail && `${mail.security} ${mail.host}:${mail.port} ${mail.user ?? ""}`;
  return ["alert_channel", id, "secret", kind, address, way];
}

/** Seals a secret for its channel. Nothing of it is shown but its end. */
export function sealChannelSecret(channel: Bound, secret: ChannelSecret, nowMs: number): SealedFields {
  rememberSecret(channel.id, secret);
  const master = masterKey();
  return {
    sealed: sealSecret(JSON.stringify(secret), channelSealContext(channel), master),
    masterKeyId: master.id,
    tail: secretTail(shownText(secret)),
    secretAt: new Date(nowMs),
  };
}

function shownText(secret: ChannelSecret): string {
  switch (secret.kind) {
    case "webhook":
      return secret.signingSecret;
    case "slack":
      return secret.url;
    case "email":
      return secret.password ?? "";
    default:
      return secret satisfies never;
  }
}

/**
 * Opens a channel to send on it. While a signing secret is replaced, both sign.
 * @throws Error with a sentence that holds nothing of the secret
 */
export function openChannel(row: ChannelRow, nowMs: number): OpenChannel {
  const secret = unseal(row, row.sealed);
  rememberSecret(row.id, secret);
  switch (secret.kind) {
    case "webhook": {
      const before = previousSecret(row, nowMs);
      const signingSecrets = [secret.signingSecret, ...(before?.kind === "webhook" ? [before.signingSecret] : [])];
      return { kind: "webhook", url: secret.url, signingSecrets };
    }
    case "slack":
      return secret;
    case "email":
      if (!row.mail) throw new Error("how mail is sent is not known");
      return { kind: "email", settings: row.mail, password: secret.password };
    default:
      return secret satisfies never;
  }
}

/** @throws Error as openChannel does */
export function openChannelSecret(row: ChannelRow): ChannelSecret {
  return unseal(row, row.sealed);
}

function previousSecret(row: ChannelRow, nowMs: number): ChannelSecret | null {
  const { previousSealed, previousUntil } = row;
  if (previousSealed === null || previousUntil === null || previousUntil.getTime() <= nowMs) return null;
  const secret = unseal(row, previousSealed);
  rememberSecret(`${row.id} before`, secret);
  return secret;
}

function unseal(row: ChannelRow, sealed: string): ChannelSecret {
  try {
    return channelSecretSchema.parse(JSON.parse(openSecret(sealed, channelSealContext(row), openingKeys())));
  } catch (error) {
    // A parser's error may quote what it read.
    const why =
      error instanceof SyntaxError || !("message" in Object(error)) ? "the secret is damaged" : reasonOf(error);
    throw new Error(`The secret of "${row.name}" cannot be opened: ${why}.`);
  }
}

const reasonOf = (error: unknown) => (Object(error).name === "ZodError" ? "the secret is damaged" : messageOf(error));

/** So that nothing that quotes a receiver repeats it: a secret in full, and the parts of an address that are one. */
function rememberSecret(source: string, secret: ChannelSecret): void {
  const urls = secret.kind === "email" ? [] : addressParts(secret.url);
  const own = secret.kind === "webhook" ? [secret.signingSecret, secret.signingSecret.slice("whsec_".length)] : [];
  rememberSecrets(`alert channel ${source}`, [...own, ...urls, ...(secret.kind === "email" ? [secret.password] : [])]);
}

function addressParts(url: string): string[] {
  const { pathname, search, searchParams } = new URL(url);
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  return [url, `${pathname}${search}`, search, ...searchParams.values(), last].filter((part) => part.length > 7);
}

/** What of an address may be shown: a webhook's without its query; Slack's path is the key to a channel. */
export function shownAddress(target: ChannelTarget, url: string | null): string {
  if (target.kind === "email") return `${target.host}:${target.port}`;
  const { origin, pathname, search } = new URL(url ?? "");
  if (target.kind === "slack") return origin;
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}
