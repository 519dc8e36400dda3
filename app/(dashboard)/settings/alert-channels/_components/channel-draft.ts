import type { ChannelKind } from "#lib/contracts/alert-channel.ts";

/** What the form says, as the server takes it; what is wrong is left for the server to refuse. */
export function channelOf(id: string | undefined, kind: ChannelKind, form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const all = (name: string) => form.getAll(name).map(String);
  return {
    ...(id !== undefined && { id }),
    name: text("name"),
    target: targetOf(kind, text),
    minSeverity: text("minSeverity"),
    alertKinds: all("alertKinds"),
    subjectIds: all("subjectIds"),
    tellsResolved: text("tellsResolved") === "yes",
    quietMinutes: text("quietMinutes"),
    enabled: text("enabled") === "yes",
  };
}

function targetOf(kind: ChannelKind, text: (name: string) => string): Record<string, unknown> {
  switch (kind) {
    case "webhook":
      return { kind, url: text("url") || null, signingSecret: text("signingSecret") || null };
    case "slack":
      return { kind, url: text("url") || null };
    case "email":
      return {
        ...{ kind, host: text("host"), port: text("port"), security: text("security"), from: text("from") },
        user: text("user") || null,
        password: text("password") || null,
        to: text("to")
          .split(/[\s,;]+/)
          .filter(Boolean),
      };
    default:
      return kind satisfies never;
  }
}

/** Id of the control of a field's path; mailboxes stand in one field. */
export const channelFieldId = (path: string) => `channel-${path.replace(/^target\.to\..*/, "target.to")}`;
