"use client";

import { WriteOnlyInput } from "#components/forms/write-only-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { type ChannelKind, type ChannelView, MAIL_SECURITIES } from "#lib/contracts/alert-channel.ts";
import { channelFieldId } from "./channel-draft.ts";
import { SECURITY_WORDS } from "./channel-words.ts";
import { SigningSecretField } from "./signing-secret-field.tsx";

interface TargetFieldsProps {
  kind: ChannelKind;
  channel: ChannelView | null;
  errors: Record<string, string>;
}

const SECURITIES = MAIL_SECURITIES.map((value) => ({ value, label: SECURITY_WORDS[value] }));

/** Where a channel leads. */
export function TargetFields({ kind, channel, errors }: TargetFieldsProps) {
  switch (kind) {
    case "webhook":
      return <WebhookFields channel={channel} errors={errors} />;
    case "slack":
      return <SlackField channel={channel} errors={errors} />;
    case "email":
      return <MailFields channel={channel} errors={errors} />;
    default:
      return kind satisfies never;
  }
}

type OneProps = Omit<TargetFieldsProps, "kind">;

const at = (errors: Record<string, string>, name: string) => ({
  id: channelFieldId(`target.${name}`),
  error: errors[`target.${name}`],
});

function WebhookFields({ channel, errors }: OneProps) {
  return (
    <>
      <Field
        {...at(errors, "url")}
        label="Address"
        hint={
          channel
            ? `Leave empty to keep ${channel.address}. Another one takes a secret of its own.`
            : "Gets a POST with JSON for each alert, such as https://hooks.example/alerts."
        }
        required={channel === null}
      >
        {(control) => <Input {...control} name="url" inputMode="url" autoComplete="off" spellCheck={false} />}
      </Field>
      <SigningSecretField
        {...at(errors, "signingSecret")}
        made={channel === null}
        hint={
          channel
            ? "For another address alone; Rotate replaces the secret of this one."
            : "Copy it to the receiver, which verifies each message with it: it is not shown again."
        }
      />
    </>
  );
}

function SlackField({ channel, errors }: OneProps) {
  return (
    <Field
      {...at(errors, "url")}
      label="Address of the incoming webhook"
      hint={
        channel
          ? `Leave empty to keep the one that ends in …${channel.tail}.`
          : "Slack makes it for one of its channels; whoever has it can write there. What speaks Slack's format, such as Mattermost, works too."
      }
      required={channel === null}
    >
      {(control) => <WriteOnlyInput control={control} name="url" />}
    </Field>
  );
}

function MailFields({ channel, errors }: OneProps) {
  const mail = channel?.mail;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-[2fr_1fr_2fr]">
        <Field {...at(errors, "host")} label="Mail server" hint="smtp.example.com" required>
          {(control) => (
            <Input {...control} name="host" autoComplete="off" spellCheck={false} defaultValue={mail?.host} />
          )}
        </Field>
        <Field {...at(errors, "port")} label="Port" required>
          {(control) => (
            <Input {...control} name="port" type="number" min={1} max={65_535} defaultValue={mail?.port ?? 587} />
          )}
        </Field>
        <Field {...at(errors, "security")} label="Encryption">
          {(control) => (
            <Select {...control} name="security" options={SECURITIES} defaultValue={mail?.security ?? "starttls"} />
          )}
        </Field>
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field {...at(errors, "user")} label="Name at the server" hint="Leave empty where it asks for none.">
          {(control) => (
            <Input {...control} name="user" autoComplete="off" spellCheck={false} defaultValue={mail?.user ?? ""} />
          )}
        </Field>
        <Field
          {...at(errors, "password")}
          label="Password"
          hint={
            mail?.user
              ? "Leave empty to keep it, for the same server, name and encryption."
              : "Only its age is ever shown again."
          }
        >
          {(control) => <WriteOnlyInput control={control} name="password" />}
        </Field>
        <Field {...at(errors, "from")} label="Sender" required>
          {(control) => (
            <Input {...control} name="from" inputMode="email" autoComplete="off" defaultValue={mail?.from} />
          )}
        </Field>
        <Field
          {...at(errors, "to")}
          label="Mailboxes"
          hint="One a line, 20 at most."
          error={errorOfTo(errors)}
          required
        >
          {(control) => (
            <Textarea {...control} name="to" rows={2} spellCheck={false} defaultValue={mail?.to.join("\n")} />
          )}
        </Field>
      </div>
    </>
  );
}

const errorOfTo = (errors: Record<string, string>) =>
  Object.entries(errors).find(([path]) => path === "target.to" || path.startsWith("target.to."))?.[1];
