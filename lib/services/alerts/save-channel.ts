import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ChannelSecret, type ChannelTarget, saveAlertChannelSchema } from "#lib/contracts/alert-channel.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refusalOfAddress } from "#lib/providers/port.ts";
import {
  type ChannelFields,
  type ChannelRow,
  findChannel,
  insertChannel,
  isChannelNameTaken,
  type SealedFields,
  updateChannel,
} from "#lib/store/alert-channel.ts";
import { dropWaiting } from "#lib/store/alert-delivery.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { auditChannel } from "./audit-channel.ts";
import { openChannelSecret, sealChannelSecret, shownAddress } from "./channel-secret.ts";

/**
 * Adds a channel that alerts are sent to, or changes one (with `id`). Its secret is sealed for its address before it is
 * written and never given back; another address, user or way of encryption takes the secret anew. A channel that is
 * turned off forgets what waited on it.
 * @throws SignalboxError invalid_input for an address that Signalbox would not connect to, or a secret that is missing;
 * conflict when the name is taken; not_found; forbidden
 */
export async function saveAlertChannel({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "channel:write");
  const { id: given, target, ...rest } = parseInput(saveAlertChannelSchema, input);
  const nowMs = ctx.clock.nowMs();
  refuseAddress(target);
  return inTransaction(async (tx) => {
    const before = given === undefined ? null : await findChannel(tx, given);
    if (given !== undefined && !before) throw new SignalboxError("not_found", "There is no such channel.");
    const id = before?.id ?? newId("chn", nowMs);
    if (await isChannelNameTaken(tx, rest.name, id)) {
      throw wrong("name", `There is a channel "${rest.name}" already.`, "conflict");
    }
    const secret = newSecret(target, before);
    const mail = mailOf(target);
    const address =
      secret || !before ? shownAddress(target, secret && "url" in secret ? secret.url : null) : before.address;
    const fields: ChannelFields = { ...rest, address, mail };
    const sealed = secret && sealChannelSecret({ id, kind: target.kind, address, mail }, secret, nowMs);
    await write(tx, ctx, { id, before, fields, sealed, kind: target.kind });
    return { id };
  });
}

interface Written {
  id: string;
  before: ChannelRow | null;
  fields: ChannelFields;
  sealed: SealedFields | null;
  kind: ChannelRow["kind"];
}

async function write(tx: Db, ctx: ServiceContext, { id, before, fields, sealed, kind }: Written): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  const at = new Date(nowMs);
  if (before) {
    if (!(await updateChannel(tx, id, fields, sealed, at))) {
      throw new SignalboxError("not_found", "There is no such channel.");
    }
    if (!fields.enabled) await dropWaiting(tx, id, "The channel was turned off.", nowMs);
  } else {
    if (!sealed) throw new Error("a new channel has a secret");
    await insertChannel(tx, { ...fields, ...sealed, id, kind, createdBy: ctx.actor.name }, at);
  }
  const tail = sealed?.tail ?? before?.tail ?? "";
  const verb = before ? "channel.update" : "channel.create";
  await auditChannel(tx, ctx, {
    verb,
    id,
    before,
    after: { kind, tail, ...fields },
    more: { newSecret: sealed !== null },
  });
}

/** What is entered anew; null: what is sealed stays, for it leads to the same place. */
function newSecret(target: ChannelTarget, before: ChannelRow | null): ChannelSecret | null {
  if (before && before.kind !== target.kind) {
    throw wrong("target.kind", "A channel stays what it is: add another one.");
  }
  switch (target.kind) {
    case "webhook": {
      const { kind, url, signingSecret } = target;
      if (url !== null && signingSecret !== null) return { kind, url, signingSecret };
      if (!before && url === null) throw wrong("target.url", "Write the address of the receiver");
      if (!before) throw wrong("target.signingSecret", "Make a signing secret");
      if (url !== null && url !== addressOf(before)) {
        throw wrong("target.signingSecret", "Another address takes a signing secret of its own");
      }
      if (signingSecret !== null)
        throw wrong("target.url", "Write the address with its new secret, or rotate the secret");
      return null;
    }
    case "slack": {
      const { kind, url } = target;
      if (url !== null) return { kind, url };
      if (!before) throw wrong("target.url", "Paste the address of Slack's incoming webhook");
      return null;
    }
    case "email": {
      const { kind, password, user } = target;
      if (user === null && password !== null) throw wrong("target.user", "A password needs the name it belongs to");
      if (password !== null) return { kind, password };
      if (user === null) return { kind, password: null };
      const isSame =
        before?.mail &&
        (["host", "port", "security", "user"] as const).every((part) => before.mail?.[part] === target[part]);
      if (!isSame) throw wrong("target.password", "Another server, name or encryption takes the password anew");
      return null;
    }
    default:
      return target satisfies never;
  }
}

/** Of a webhook whose secret is not to be opened, an address that stays is not known to stay. */
function addressOf(row: ChannelRow): string | null {
  try {
    const secret = openChannelSecret(row);
    return secret.kind === "webhook" ? secret.url : null;
  } catch (error) {
    throw new SignalboxError("conflict", `${messageOf(error)} Enter the address and a new secret.`);
  }
}

function mailOf(target: ChannelTarget): ChannelFields["mail"] {
  if (target.kind !== "email") return null;
  const { host, port, security, user, from, to } = target;
  return { host, port, security, user, from, to };
}

/** What cannot be connected to is refused while the person is there who can change it; it is judged again each time. */
function refuseAddress(target: ChannelTarget): void {
  if (target.kind === "email") {
    const refusal = refusalOfAddress(`https://${target.host}:${target.port}`);
    if (refusal) throw wrong("target.host", refusal);
  } else if (target.url !== null) {
    const refusal = refusalOfAddress(target.url);
    if (refusal) throw wrong("target.url", refusal);
  }
}

function wrong(path: string, message: string, code: "invalid_input" | "conflict" = "invalid_input"): SignalboxError {
  return new SignalboxError(code, message, { details: [{ path, message }] });
}
