"use client";

import { type ReactNode, useState } from "react";
import { FormDialog } from "#components/forms/form-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { CHANNEL_KIND_WORDS, CHANNEL_KINDS, type ChannelKind, type ChannelView } from "#lib/contracts/alert-channel.ts";
import { saveAlertChannelAction } from "../actions.ts";
import { channelFieldId, channelOf } from "./channel-draft.ts";
import type { Subject } from "./channel-words.ts";
import { TakesFields } from "./takes-fields.tsx";
import { TargetFields } from "./target-fields.tsx";

const KIND_OPTIONS = CHANNEL_KINDS.map((value) => ({ value, label: CHANNEL_KIND_WORDS[value] }));

interface ChannelDialogProps {
  /** Null: a new one. */
  channel: ChannelView | null;
  subjects: readonly Subject[];
  trigger: ReactNode;
}

/** Where alerts are sent, and which. */
export function ChannelDialog({ channel, subjects, trigger }: ChannelDialogProps) {
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? "webhook");
  const id = channelFieldId;
  return (
    <FormDialog
      wide
      trigger={trigger}
      title={channel ? `Change "${channel.name}"` : "Add an alert channel"}
      description="Its secret is encrypted before it is stored, used for this address alone, and never shown again."
      confirmLabel={channel ? "Save" : "Add"}
      done={(form) => `${form.get("name")} ${channel ? "is changed" : "is told of alerts from now on"}`}
      fieldId={id}
      action={(form) => saveAlertChannelAction(channelOf(channel?.id, kind, form))}
    >
      {(errors) => (
        <>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field id={id("name")} label="Name" hint="Who reads it: “on call”, “finance”." error={errors.name} required>
              {(control) => (
                <Input {...control} name="name" autoComplete="off" maxLength={80} defaultValue={channel?.name} />
              )}
            </Field>
            <Field id={id("target.kind")} label="Kind" error={errors["target.kind"]}>
              {(control) => (
                <Select
                  {...control}
                  value={kind}
                  options={KIND_OPTIONS}
                  disabled={channel !== null}
                  onChange={(event) => setKind(event.target.value as ChannelKind)}
                />
              )}
            </Field>
          </div>
          <TargetFields kind={kind} channel={channel} errors={errors} />
          <TakesFields channel={channel} subjects={subjects} errors={errors} />
        </>
      )}
    </FormDialog>
  );
}
