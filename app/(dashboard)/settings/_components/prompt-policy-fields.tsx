import { ReasonInput } from "#components/forms/reason-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { type PromptPolicyView, REDACTION_KINDS, RETENTION_DAYS } from "#lib/contracts/prompt-policy.ts";
import { fleetWords, KIND_WORDS, patternLines } from "./prompt-policy-draft.ts";

interface PromptPolicyFieldsProps {
  /** That may be chosen; one where an existing policy is changed. */
  fleets: readonly string[];
  policy: PromptPolicyView | null;
  errors: Record<string, string>;
}

const STORED = [
  { value: "on", label: "Stored" },
  { value: "off", label: "Not stored" },
];
const USUAL = ["email", "card", "api_key"];

/** Whose prompts are stored, for how long, and what is taken out before. */
export function PromptPolicyFields({ fleets, policy, errors }: PromptPolicyFieldsProps) {
  const kinds: readonly string[] = policy?.redaction.kinds ?? USUAL;
  const wrongPattern = Object.entries(errors).find(([path]) => path.startsWith("policy.redaction.patterns"));
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field id={promptFieldId("fleetName")} label="Calls of" error={errors.fleetName}>
          {(control) => (
            <Select
              {...control}
              name="fleetName"
              options={fleets.map((name) => ({ value: name, label: fleetWords(name) }))}
            />
          )}
        </Field>
        <Field label="Prompts and answers are">
          {(control) => (
            <Select
              {...control}
              name="enabled"
              options={STORED}
              defaultValue={policy?.enabled === false ? "off" : "on"}
            />
          )}
        </Field>
        <Field
          id={promptFieldId("policy.retentionDays")}
          label="Deleted after"
          unit={`days, ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max}`}
          error={errors["policy.retentionDays"]}
        >
          {(control) => (
            <Input
              {...control}
              name="retentionDays"
              type="number"
              {...RETENTION_DAYS}
              defaultValue={policy?.retentionDays ?? 7}
            />
          )}
        </Field>
      </div>
      <fieldset className="rounded-md border p-4">
        <legend className="px-1 font-semibold">Taken out before anything is written</legend>
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {REDACTION_KINDS.map((kind) => (
            <label key={kind} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                name={kind}
                defaultChecked={kinds.includes(kind)}
                className="size-4 shrink-0 accent-accent"
              />
              <span className="inline-block first-letter:uppercase">{KIND_WORDS[kind]}</span>
            </label>
          ))}
        </div>
        <Field
          id={promptFieldId("policy.redaction.patterns")}
          className="mt-3"
          label="Patterns of your own"
          hint="One per line: a name and a regular expression, such as “employee: emp-\d{4,6}”. Repetitions need an upper bound."
          error={wrongPattern?.[1]}
        >
          {(control) => (
            <Textarea
              {...control}
              name="patterns"
              rows={3}
              spellCheck={false}
              className="font-mono text-xs"
              defaultValue={policy ? patternLines(policy) : ""}
            />
          )}
        </Field>
      </fieldset>
      <ReasonInput id={promptFieldId("reason")} error={errors.reason} />
    </>
  );
}

/** All patterns stand in one field. */
export const promptFieldId = (path: string) =>
  `prompts-${path.startsWith("policy.redaction.patterns") ? "policy.redaction.patterns" : path}`;
