"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { configurationNameSchema, type LlmConfig, llmConfigSchema } from "#lib/contracts/configuration.ts";
import type { ConfigurationCheck } from "#lib/contracts/configuration-view.ts";
import { CheckPanel } from "./check-panel.tsx";
import { ConfigurationFields } from "./configuration-fields.tsx";
import { ConnectionTestButton } from "./connection-test.tsx";
import type { FormValues } from "./form-values.ts";
import { LeaveGuard } from "./leave-guard.tsx";
import { fieldId, PROPERTIES } from "./properties.ts";
import { SaveDialog } from "./save-dialog.tsx";
import { useConfigurationCheck } from "./use-configuration-check.ts";

interface ConfigurationEditorProps {
  /** Null: a new configuration, whose name is still to be chosen. */
  name: string | null;
  revision: number;
  settings: LlmConfig;
  initialCheck: ConfigurationCheck;
  agentCount: number;
}

/** The form: judged as one types by the server's own rules, compared and priced before it is saved. */
export function ConfigurationEditor({ name, revision, settings, initialCheck, agentCount }: ConfigurationEditorProps) {
  const router = useRouter();
  const form = useForm<FormValues, unknown, LlmConfig>({
    resolver: zodResolver(llmConfigSchema),
    defaultValues: settings,
    mode: "onChange",
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control }) as FormValues;
  const ref = name === null ? null : `${settings.provider}/${name}`;
  const { check, pending, failure } = useConfigurationCheck(values, ref, initialCheck);
  const [newName, setNewName] = useState("");
  const [saving, setSaving] = useState<LlmConfig | null>(null);
  const [refused, setRefused] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const summary = useRef<HTMLDivElement>(null);

  const nameProblem = name === null ? configurationNameSchema.safeParse(newName).error?.issues[0]?.message : undefined;
  const problems = check.findings.filter((finding) => finding.severity === "error");
  // A form that nobody has filled in yet need not call its empty fields wrong; the panel says what is missing.
  const named = problems.filter(({ path }) => name !== null || refused || form.formState.dirtyFields[path]);
  const errors = Object.fromEntries(named.toReversed().map(({ path, message }) => [path, message]));
  const dirty = (form.formState.isDirty || newName !== "") && !leaving;
  const blocked = refused && (problems.length > 0 || nameProblem !== undefined);

  useEffect(() => {
    if (blocked) summary.current?.focus();
  }, [blocked]);

  const provider = values.provider;
  useEffect(() => {
    if (name === null) form.setValue("region", provider === "bedrock" ? "us-east-1" : null);
  }, [provider, name, form]);

  const review = form.handleSubmit(
    (valid) => {
      setRefused(true);
      if (problems.length === 0 && nameProblem === undefined) setSaving(valid);
      else summary.current?.focus();
    },
    () => {
      setRefused(true);
      summary.current?.focus();
    },
  );
  const saved = () => {
    setSaving(null);
    setLeaving(true);
    if (name === null) router.push(`/configs/${saving?.provider}/${newName}`);
    else router.refresh();
  };

  return (
    <FormProvider {...form}>
      <LeaveGuard dirty={dirty} />
      <form
        noValidate
        onSubmit={review}
        className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]"
        aria-label={ref ? `Settings of ${ref}` : "Settings of the new configuration"}
      >
        <div className="flex min-w-0 flex-col gap-4">
          {blocked ? (
            <div ref={summary} tabIndex={-1}>
              <Alert tone="danger" title="These settings cannot be saved yet.">
                <ul className="list-disc pl-4">
                  {nameProblem ? (
                    <li>
                      <a className="underline" href={`#${fieldId("name")}`}>
                        Name: {nameProblem}
                      </a>
                    </li>
                  ) : null}
                  {problems.map(({ path, code, message }) => (
                    <li key={`${path} ${code}`}>
                      <a className="underline" href={`#${fieldId(path)}`}>
                        {PROPERTIES[path]?.label ?? path}: {message}
                      </a>
                    </li>
                  ))}
                </ul>
              </Alert>
            </div>
          ) : null}
          {name === null ? (
            <Field
              id={fieldId("name")}
              label="Name"
              required
              hint="How agents and the API refer to it, after the provider."
              error={refused || newName !== "" ? nameProblem : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  className="font-mono text-xs"
                  spellCheck={false}
                  autoComplete="off"
                  value={newName}
                  onChange={(event) => setNewName(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <ConfigurationFields errors={errors} rules={check.fieldRules} providerFixed={name !== null} />
        </div>
        <div className="sticky top-16 flex flex-col gap-3">
          <CheckPanel check={check} pending={pending} failure={failure} />
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" variant="primary" disabled={!dirty || pending}>
              Review and save
            </Button>
            {dirty ? (
              <>
                <Button
                  onClick={() => {
                    form.reset();
                    setNewName("");
                    setRefused(false);
                  }}
                >
                  Discard
                </Button>
                <Lamp state="caution" word="not saved" />
              </>
            ) : null}
          </div>
          <ConnectionTestButton values={values} disabled={pending || !check.valid} />
        </div>
      </form>
      <SaveDialog
        name={name ?? newName}
        baseRevision={revision}
        before={name === null ? { ...settings, provider: provider } : settings}
        after={saving}
        costBefore={initialCheck.estimate}
        costAfter={check.estimate}
        monthBefore={initialCheck.month}
        monthAfter={check.month}
        agentCount={agentCount}
        onClose={() => setSaving(null)}
        onSaved={saved}
        onTakeTheirs={() => {
          setSaving(null);
          form.reset();
          router.refresh();
        }}
      />
    </FormProvider>
  );
}
