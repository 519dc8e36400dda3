import type { MailSettings } from "#lib/contracts/alert-channel.ts";
import { webhookSignature } from "#lib/core/webhook-signature.ts";
import type { AlertMessage } from "#lib/engines/alerts/alert-message.ts";
import { slackPayload } from "#lib/engines/alerts/slack-payload.ts";
import { webhookPayload } from "#lib/engines/alerts/webhook-payload.ts";
import { post } from "./post.ts";
import type { SendOutcome } from "./send-outcome.ts";

export type { SendOutcome } from "./send-outcome.ts";

/** Where a channel leads, with its secrets opened. */
export type OpenChannel =
  | { kind: "webhook"; url: string; signingSecrets: readonly string[] }
  | { kind: "slack"; url: string }
  | { kind: "email"; settings: MailSettings; password: string | null };

/**
 * One attempt to tell a message; nothing is tried again, and nothing is thrown: what went wrong is the outcome. Addresses
 * are judged when the connection is made.
 * @param nowMs of the attempt, which a webhook's signature carries
 */
export async function sendMessage(channel: OpenChannel, message: AlertMessage, nowMs: number): Promise<SendOutcome> {
  switch (channel.kind) {
    case "webhook": {
      const { id } = message;
      const timestampSeconds = Math.floor(nowMs / 1000);
      const body = webhookPayload(message);
      return post(channel.url, body, {
        "webhook-id": id,
        "webhook-timestamp": String(timestampSeconds),
        "webhook-signature": webhookSignature(channel.signingSecrets, { id, timestampSeconds, body }),
      });
    }
    case "slack":
      return post(channel.url, slackPayload(message));
    case "email":
      // A library that few installations need is loaded when the first mail is sent.
      return (await import("./mail.ts")).sendMail(channel.settings, channel.password, message);
    default:
      return channel satisfies never;
  }
}
