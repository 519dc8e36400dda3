import type { Socket } from "node:net";
import { createTransport } from "nodemailer";
import type { MailSettings } from "#lib/contracts/alert-channel.ts";
import type { AlertMessage } from "#lib/engines/alerts/alert-message.ts";
import { mailContent } from "#lib/engines/alerts/mail-content.ts";
import { connectGuarded } from "#lib/providers/egress/socket.ts";
import { failureWords, quoted, type SendOutcome } from "./send-outcome.ts";

const CONNECT_MS = 10_000;
const SILENCE_MS = 10_000;
const LONGEST_MS = 20_000;

/** Sends one mail to all mailboxes of a channel over a connection of its own. */
export async function sendMail(
  settings: MailSettings,
  password: string | null,
  message: AlertMessage,
): Promise<SendOutcome> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  const { host, port, security, user, from, to } = settings;
  let socket: Socket | null = null;
  try {
    socket = await connectGuarded({ secure: security !== "plain", host, port, protocol: "smtp" }, CONNECT_MS);
    const transport = createTransport({
      host,
      port,
      secure: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "plain",
      connection: socket,
      ...(user !== null && { auth: { user, pass: password ?? "" } }),
      greetingTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const sent = await transport.sendMail({
      from: { name: "Signalbox", address: from },
      to: to.map((address) => ({ name: "", address })),
      ...mailContent(message),
      ...threading(message, from),
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const refused = sent.rejected.length > 0 ? ` Not for ${sent.rejected.map(String).join(", ")}.` : "";
    const sentence = `The mail server took it in ${tookMs()} ms: ${quoted(sent.response)}${refused}`;
    return { ok: true, sentence, tookMs: tookMs(), retryAfterMs: null, gone: false };
  } catch (error) {
    return { ok: false, sentence: mailFailure(error), tookMs: tookMs(), retryAfterMs: null, gone: false };
  } finally {
    socket?.destroy();
  }
}

/** What one alert begins and ends with stands together in a mailbox; a second attempt carries the same id. */
function threading({ id, event, alert }: AlertMessage, from: string) {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    messageId: `<${id}@${domain}>`,
    references: [`<${alert.id}@${domain}>`],
    headers: { "Auto-Submitted": "auto-generated", "X-Signalbox-Delivery": id, "X-Signalbox-Event": `alert.${event}` },
  };
}

function mailFailure(error: unknown): string {
  const { code, response } = error instanceof Error ? (error as Error & { code?: string; response?: string }) : {};
  const said = response ? ` The server says: ${quoted(response)}` : "";
  switch (code) {
    case "EAUTH":
      return `The mail server does not take the name and password.${said}`;
    case "ENOAUTH":
      return `The mail server asks for a name and a password.${said}`;
    case "EENVELOPE":
      return `The mail server does not take the sender or the mailboxes.${said}`;
    case "ETLS":
      return `No encrypted connection could be made: ${failureWords(error)}${said}`;
    default:
      return said ? `The mail server did not take it.${said}` : failureWords(error);
  }
}
