"use client";

import { useController, useFormContext } from "react-hook-form";
import { Field, type FieldControlProps } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, type SelectOption } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { type FormValues, numberOrNull, textOrNull } from "./form-values.ts";
import { fieldId, PROPERTIES } from "./properties.ts";

export interface PropertyFieldProps {
  path: keyof LlmConfig;
  /** What the server's judge says of this field. */
  error: string | undefined;
  /** What provider and model make of this field. */
  rule?: string | undefined;
  required?: boolean;
  className?: string;
}

function Property({
  path,
  error,
  rule,
  required,
  className,
  children,
}: PropertyFieldProps & { children: (control: FieldControlProps) => React.ReactNode }) {
  const { formState } = useFormContext<FormValues>();
  const { label, unit, hint } = PROPERTIES[path];
  const shape = formState.errors[path]?.message;
  return (
    <Field
      id={fieldId(path)}
      label={label}
      {...(unit && { unit })}
      hint={
        rule === undefined ? (
          hint
        ) : (
          <>
            {hint} <span className="text-ink">{rule}</span>
          </>
        )
      }
      error={shape ?? error}
      {...(required && { required })}
      {...(className && { className })}
    >
      {children}
    </Field>
  );
}

export function NumberProperty({ step = 1, ...rest }: PropertyFieldProps & { step?: number }) {
  const { register } = useFormContext<FormValues>();
  return (
    <Property {...rest}>
      {(control) => (
        <Input
          {...control}
          type="number"
          step={step}
          inputMode={step < 1 ? "decimal" : "numeric"}
          {...register(rest.path, { setValueAs: numberOrNull })}
        />
      )}
    </Property>
  );
}

export function TextProperty({
  optional = false,
  mono = false,
  ...rest
}: PropertyFieldProps & { optional?: boolean; mono?: boolean }) {
  const { register } = useFormContext<FormValues>();
  return (
    <Property {...rest}>
      {(control) => (
        <Input
          {...control}
          type="text"
          spellCheck={false}
          autoComplete="off"
          className={mono ? "font-mono text-xs" : undefined}
          {...register(rest.path, optional ? { setValueAs: textOrNull } : {})}
        />
      )}
    </Property>
  );
}

export function LongTextProperty({ rows, ...rest }: PropertyFieldProps & { rows: number }) {
  const { register } = useFormContext<FormValues>();
  return <Property {...rest}>{(control) => <Textarea {...control} rows={rows} {...register(rest.path)} />}</Property>;
}

export function ChoiceProperty({ options, ...rest }: PropertyFieldProps & { options: readonly SelectOption[] }) {
  const { register } = useFormContext<FormValues>();
  return (
    <Property {...rest}>
      {(control) => (
        <Select {...control} options={options} {...register(rest.path, { setValueAs: (value) => value || null })} />
      )}
    </Property>
  );
}

/** A list written one item a line. */
export function LinesProperty({ rows, ...rest }: PropertyFieldProps & { rows: number }) {
  const { field } = useController<FormValues, "stopSequences">({ name: "stopSequences" });
  return (
    <Property {...rest}>
      {(control) => (
        <Textarea
          {...control}
          rows={rows}
          className="font-mono text-xs"
          ref={field.ref}
          name={field.name}
          onBlur={field.onBlur}
          value={(field.value ?? []).join("\n")}
          onChange={({ target }) => field.onChange(target.value === "" ? [] : target.value.split("\n"))}
        />
      )}
    </Property>
  );
}
