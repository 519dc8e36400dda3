import { alertKindWords } from "#lib/contracts/alert.ts";
import { type AlertMessage, alertUrl, messageLines, stateWord } from "./alert-message.ts";

/** Slack refuses a longer text of a block. */
const LONGEST_TEXT = 2_900;
const MARKS: Record<AlertMessage["event"], string> = {
  fired: ":rotating_light:",
  resolved: ":white_check_mark:",
  test: ":wave:",
};

/** Slack's three control characters: without them no text mentions a channel or leads anywhere. */
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The text cut before it is escaped would be longer than it; after, an entity could be cut in two. */
function fitting(text: string): string {
  const whole = escaped(text);
  if (whole.length <= LONGEST_TEXT) return whole;
  return `${whole.slice(0, LONGEST_TEXT).replace(/&[a-z]*$/, "")}…`;
}

/** Body of an incoming webhook: blocks, and a text for notifications and for what speaks Slack's language without blocks. */
export function slackPayload(message: AlertMessage): string {
  const { event, alert } = message;
  const text = fitting(messageLines(message).join("\n"));
  const title = `${MARKS[event]} *${stateWord(message)}*: ${escaped(alertKindWords(alert.kind))}`;
  const time = Math.floor(Date.parse((event === "resolved" ? alert.resolvedAt : null) ?? alert.openedAt) / 1000);
  const when = `<!date^${time}^{date_short_pretty} {time}|${new Date(time * 1000).toISOString()}>`;
  return JSON.stringify({
    text: `${stateWord(message)}: ${text}`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `${title}\n${text}` } },
      {
        type: "context",
        elements: [{ type: "mrkdwn", text: `${when} · <${escaped(alertUrl(message))}|Open in Signalbox>` }],
      },
    ],
  });
}
