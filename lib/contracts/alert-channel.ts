import { z } from "zod";
import { ALERT_SEVERITIES, type AlertSeverity } from "./alert.ts";

export const CHANNEL_KINDS = ["webhook", "slack", "email"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const CHANNEL_KIND_WORDS: Record<ChannelKind, string> = {
  webhook: "Webhook",
  slack: "Slack",
  email: "E-mail",
};

/** tls: from the first byte (465); starttls: must be offered and is demanded (587); plain: inside the own network alone. */
export const MAIL_SECURITIES = ["starttls", "tls", "plain"] as const;
export type MailSecurity = (typeof MAIL_SECURITIES)[number];

/** A secret of the Standard Webhooks specification: 24 to 64 bytes in base64. */
const signingSecretSchema = z
  .string()
  .trim()
  .refine(isSigningSecret, "whsec_ and 24 to 64 random bytes in base64: let the page make one");

function isSigningSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+)={0,2}$/.exec(text)?.[1];
  // Counted, not decoded: browsers and Node have no decoder in common that refuses the same.
  const bytes = Math.floor(((base64?.length ?? 0) * 3) / 4);
  return bytes >= 24 && bytes <= 64;
}

// What is no address at all must not come to the rules for addresses: a pipe ends with its first part.
const addressSchema = z
  .url({ protocol: /^https?$/, error: "Write a full address such as https://hooks.example/alerts" })
  .max(2_000)
  .pipe(
    z
      .string()
      .refine((url) => !new URL(url).username && !new URL(url).password, "Leave user and password out of the address")
      .transform((url) => {
        const parsed = new URL(url);
        // Never sent, and two addresses that differ by it are one.
        parsed.hash = "";
        return parsed.href;
      }),
  );

/** One mailbox and no more: no list, no display name, no line break, nothing that a header could be ended with. */
export const mailboxSchema = z.string().trim().max(254).pipe(z.email("An address such as alerts@example.com"));

// A name, or an address; IPv6 in brackets, as wherever a port follows.
const hostSchema = z
  .string()
  .trim()
  .min(1, "Write the mail server's name")
  .max(253)
  .refine(
    (host) => /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$/.test(host) && URL.canParse(`https://${host}`),
    "A name such as smtp.example.com",
  );

/** How mail is sent; nothing in it is secret. */
export const mailSettingsSchema = z.strictObject({
  host: hostSchema,
  port: z.coerce.number("Write a port").int().min(1, "1 to 65535").max(65_535, "1 to 65535"),
  security: z.enum(MAIL_SECURITIES),
  /** Null: the server asks for no name. */
  user: z.string().trim().min(1).max(254).nullable(),
  from: mailboxSchema,
  to: z.array(mailboxSchema).min(1, "Name a mailbox").max(20, "20 mailboxes at most"),
});
export type MailSettings = z.infer<typeof mailSettingsSchema>;

/** Where a channel leads, as it is entered. A secret that is null stays what it is, for the same address alone. */
const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook"),
    url: addressSchema.nullable(),
    signingSecret: signingSecretSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal("slack"), url: addressSchema.nullable() }),
  z.strictObject({
    kind: z.literal("email"),
    ...mailSettingsSchema.shape,
    password: z.string().min(1).max(1_000).nullable(),
  }),
]);
export type ChannelTarget = z.infer<typeof targetSchema>;

export const QUIET_MINUTES = { min: 0, max: 1_440 } as const;

/** Body of adding a channel, or changing one (with `id`). */
export const saveAlertChannelSchema = z.strictObject({
  id: z.string().max(64).optional(),
  name: z.string().trim().min(1, "Name the channel").max(80),
  target: targetSchema,
  minSeverity: z.enum(ALERT_SEVERITIES),
  /** Empty: every kind, also those of later versions. */
  alertKinds: z.array(z.string().min(1).max(64)).max(100).default([]),
  /** Empty: about anything. */
  subjectIds: z.array(z.string().min(1).max(120)).max(200).default([]),
  tellsResolved: z.boolean().default(true),
  quietMinutes: z.coerce
    .number("Write a number of minutes")
    .int()
    .min(QUIET_MINUTES.min, "0 to 1440 minutes")
    .max(QUIET_MINUTES.max, "0 to 1440 minutes")
    .default(15),
  enabled: z.boolean().default(true),
});

/** Body of putting a new signing secret in the place of a webhook's. */
export const rotateChannelSecretSchema = z.strictObject({
  id: z.string().max(64),
  signingSecret: signingSecretSchema,
  /** As long as the one before it signs too; 0: not any more. */
  overlapHours: z.coerce
    .number()
    .int()
    .min(0)
    .max(24 * 30)
    .default(24),
});

export const channelIdSchema = z.strictObject({ id: z.string().max(64) });

/** What is sealed of a channel. */
export const channelSecretSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("webhook"), url: z.string(), signingSecret: z.string() }),
  z.strictObject({ kind: z.literal("slack"), url: z.string() }),
  z.strictObject({ kind: z.literal("email"), password: z.string().nullable() }),
]);
export type ChannelSecret = z.infer<typeof channelSecretSchema>;

export const DELIVERY_EVENTS = ["fired", "resolved", "test"] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/**
 * waiting: not told yet; sent: the receiver took it; folded: told with another; dropped: there is nothing to tell any
 * more; given_up: the receiver never took it.
 */
export const DELIVERY_STATES = ["waiting", "sent", "folded", "dropped", "given_up"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One message of a channel's log. */
export interface DeliveryView {
  id: string;
  event: DeliveryEvent;
  state: DeliveryState;
  /** The alert's sentence; null: a test. */
  message: string | null;
  alertId: string | null;
  severity: AlertSeverity | null;
  createdAt: string;
  /** When it is tried next. */
  dueAt: string;
  attempts: number;
  endedAt: string | null;
  note: string | null;
}

/** A channel as anybody may see it who may see channels: nothing secret. */
export interface ChannelView {
  id: string;
  name: string;
  kind: ChannelKind;
  /** Without a webhook's query; of Slack's only the origin. */
  address: string;
  mail: MailSettings | null;
  tail: string;
  secretAt: string;
  /** Until when the secret before it signs too. */
  previousUntil: string | null;
  minSeverity: AlertSeverity;
  alertKinds: string[];
  subjectIds: string[];
  tellsResolved: boolean;
  quietMinutes: number;
  enabled: boolean;
  createdBy: string;
  createdAt: string;
  failuresInARow: number;
  restsUntil: string | null;
  waiting: number;
  lastSentAt: string | null;
  /** What the newest failure said, while it lasts. */
  lastError: string | null;
}

export interface ChannelDetail {
  channel: ChannelView;
  /** Newest first. */
  deliveries: DeliveryView[];
}

/** What came of one attempt, as exactly as may be told. */
export interface SendResult {
  ok: boolean;
  /** "Answered 200 in 34 ms.", or what went wrong and what to do. */
  sentence: string;
  tookMs: number;
}

/** A message of a channel that waits, with what there is to know of its alert. */
export interface WaitingDelivery {
  id: string;
  event: "fired" | "resolved";
  alertId: string;
  kind: string;
  subjectId: string;
  severity: AlertSeverity;
  openedAtMs: number;
  /** The alert is over. */
  over: boolean;
  dueAtMs: number;
  attempts: number;
  /** Of a resolved message: what became of the one that said it had begun. */
  fired: { state: DeliveryState; dueAtMs: number } | null;
}
