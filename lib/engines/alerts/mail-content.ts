import { alertKindWords } from "#lib/contracts/alert.ts";
import { type AlertMessage, alertUrl, messageLines, stateWord } from "./alert-message.ts";

export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

const LONGEST_SUBJECT = 160;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** Whatever ends a line ends a header: of control and format characters nothing stays. */
function oneLine(text: string): string {
  const clean = text
    .replace(/[\p{C}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return clean.length > LONGEST_SUBJECT ? `${clean.slice(0, LONGEST_SUBJECT - 1)}…` : clean;
}

/** A mail about an alert as text and as simple HTML that loads nothing. */
export function mailContent(message: AlertMessage): MailContent {
  const { event, alert } = message;
  const lines = messageLines(message);
  const url = alertUrl(message);
  const facts = [
    `Kind: ${alertKindWords(alert.kind)}`,
    `Begun: ${alert.openedAt}`,
    ...(event === "resolved" && alert.resolvedAt ? [`Over: ${alert.resolvedAt}`] : []),
  ];
  const word = stateWord(message);
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join("\n");
  return {
    subject: oneLine(`[Signalbox] ${word}: ${alert.message}`),
    text: `${word}\n\n${lines.join("\n\n")}\n\n${facts.join("\n")}\n\n${url}\n`,
    html: `<!doctype html>
<html lang="en"><body style="font-family:sans-serif;font-size:14px">
<p><strong>${word}</strong></p>
${paragraphs}
<p>${facts.map(escaped).join("<br>")}</p>
<p><a href="${escaped(url)}">Open in Signalbox</a></p>
</body></html>
`,
  };
}
