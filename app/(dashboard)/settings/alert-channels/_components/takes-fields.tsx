import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { ALERT_KINDS, alertKindWords } from "#lib/contracts/alert.ts";
import { type ChannelView, QUIET_MINUTES } from "#lib/contracts/alert-channel.ts";
import { channelFieldId } from "./channel-draft.ts";
import type { Subject } from "./channel-words.ts";

const SEVERITIES = [
  { value: "caution", label: "Caution and danger" },
  { value: "danger", label: "Danger alone" },
];
const ENDS = [
  { value: "yes", label: "Told when it is over" },
  { value: "no", label: "Not told of ends" },
];
const ENABLED = [
  { value: "yes", label: "On" },
  { value: "no", label: "Off: what waits is forgotten" },
];

interface TakesFieldsProps {
  channel: ChannelView | null;
  subjects: readonly Subject[];
  errors: Record<string, string>;
}

/** Which alerts a channel takes, and how often. */
export function TakesFields({ channel, subjects, errors }: TakesFieldsProps) {
  const known: readonly string[] = ALERT_KINDS;
  // What a later version has chosen stays chosen.
  const kinds = [...known, ...(channel?.alertKinds ?? []).filter((kind) => !known.includes(kind))];
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field id={channelFieldId("minSeverity")} label="Severity" error={errors.minSeverity}>
          {(control) => (
            <Select {...control} name="minSeverity" options={SEVERITIES} defaultValue={channel?.minSeverity} />
          )}
        </Field>
        <Field label="Ends">
          {(control) => (
            <Select
              {...control}
              name="tellsResolved"
              options={ENDS}
              defaultValue={channel?.tellsResolved === false ? "no" : "yes"}
            />
          )}
        </Field>
        <Field
          id={channelFieldId("quietMinutes")}
          label="Quiet time"
          unit="minutes"
          hint="One message of a kind and thing within it, unless it gets worse."
          error={errors.quietMinutes}
        >
          {(control) => (
            <Input
              {...control}
              name="quietMinutes"
              type="number"
              {...QUIET_MINUTES}
              defaultValue={channel?.quietMinutes ?? 15}
            />
          )}
        </Field>
        <Field label="The channel is">
          {(control) => (
            <Select
              {...control}
              name="enabled"
              options={ENABLED}
              defaultValue={channel?.enabled === false ? "no" : "yes"}
            />
          )}
        </Field>
      </div>
      <Choices
        legend="Kinds of alerts"
        name="alertKinds"
        all="None chosen: every kind, also those to come."
        chosen={channel?.alertKinds}
      >
        {kinds.map((kind) => ({ id: kind, name: alertKindWords(kind) }))}
      </Choices>
      {subjects.length > 0 ? (
        <Choices legend="About" name="subjectIds" all="None chosen: about anything." chosen={channel?.subjectIds}>
          {subjects}
        </Choices>
      ) : null}
    </>
  );
}

interface ChoicesProps {
  legend: string;
  name: string;
  /** What nothing chosen means. */
  all: string;
  chosen: readonly string[] | undefined;
  children: readonly Subject[];
}

function Choices({ legend, name, all, chosen = [], children }: ChoicesProps) {
  return (
    <fieldset className="rounded-md border p-4">
      <legend className="px-1 font-semibold">{legend}</legend>
      <p className="mb-1 text-muted text-xs">{all}</p>
      <div className="grid max-h-40 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
        {children.map((choice) => (
          <label key={choice.id} className="flex min-h-8 min-w-0 items-center gap-2">
            <input
              type="checkbox"
              name={name}
              value={choice.id}
              defaultChecked={chosen.includes(choice.id)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0 break-words">{choice.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
