"use client";

import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select, type SelectOption } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { TIERS } from "#lib/contracts/configuration.ts";
import { TASK_PRIORITIES } from "#lib/contracts/task.ts";
import type { RouteDraft } from "./route-request.ts";

interface RouteFormProps {
  draft: RouteDraft;
  onChange: (draft: RouteDraft) => void;
  fleets: SelectOption[];
  /** That run in the chosen fleet. */
  drills: SelectOption[];
  capabilities: string[];
  /** Nothing can be typed or sent. */
  locked: boolean;
  pending: boolean;
  onSimulate: () => void;
}

const MOST_OFFERED = 24;

export function RouteForm(props: RouteFormProps) {
  const { draft, onChange, fleets, drills, capabilities, locked, pending, onSimulate } = props;
  const bind = (name: keyof RouteDraft) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [name]: event.target.value }),
  });
  const chosen = draft.capabilities.split(",").flatMap((part) => part.trim() || []);
  const offered = capabilities.filter((name) => !chosen.includes(name)).slice(0, MOST_OFFERED);
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSimulate();
        }}
      >
        <fieldset disabled={locked} className="flex min-w-0 flex-col gap-4">
          <Field label="Fleet">{(control) => <Select {...control} options={fleets} {...bind("fleetName")} />}</Field>
          {drills.length > 0 ? (
            <Field label="Drill" hint="Simulates as if that were gone; nothing can be placed in a drill">
              {(control) => (
                <Select {...control} options={[{ value: "", label: "none" }, ...drills]} {...bind("drill")} />
              )}
            </Field>
          ) : null}
          <Field label="Task type" required hint="As your platform names it, such as research or code_review">
            {(control) => <Input {...control} required maxLength={120} {...bind("type")} />}
          </Field>
          <Field label="Description">{(control) => <Textarea {...control} rows={5} {...bind("description")} />}</Field>
          <Field
            label="Required capabilities"
            hint="Separated by commas; web_search:0.7 asks for a level of at least 0.7"
          >
            {(control) => <Input {...control} {...bind("capabilities")} />}
          </Field>
          {offered.length > 0 ? (
            <Disclosure label="Capabilities of the fleet" className="-mt-2">
              <ul className="flex flex-wrap gap-1">
                {offered.map((name) => (
                  <li key={name}>
                    <button
                      type="button"
                      className="h-6 rounded-sm border bg-sunken px-1.5 font-mono text-xs hover:border-edge"
                      onClick={() => onChange({ ...draft, capabilities: [...chosen, name].join(", ") })}
                    >
                      {name}
                    </button>
                  </li>
                ))}
              </ul>
            </Disclosure>
          ) : null}
          <Field label="Priority" hint="Nothing is tried out on a task of high or critical priority">
            {(control) => (
              <Select
                {...control}
                options={TASK_PRIORITIES.map((priority) => ({ value: priority, label: priority }))}
                {...bind("priority")}
              />
            )}
          </Field>
          <Disclosure label="Constraints and budget tags">
            <div className="flex flex-col gap-4">
              <Field label="Tier">
                {(control) => (
                  <Select
                    {...control}
                    options={[{ value: "", label: "Any" }, ...TIERS.map((tier) => ({ value: tier, label: tier }))]}
                    {...bind("tier")}
                  />
                )}
              </Field>
              <Field label="Cost at most" unit="USD">
                {(control) => <Input {...control} type="number" step="any" min={0} {...bind("maxCostUsd")} />}
              </Field>
              <Field label="Duration at most" unit="s">
                {(control) => <Input {...control} type="number" step="any" min={0} {...bind("maxDurationSeconds")} />}
              </Field>
              <Field label="Success at least" unit="0-1">
                {(control) => <Input {...control} type="number" step="any" min={0} max={1} {...bind("minSuccess")} />}
              </Field>
              <Field label="Only these agents" hint="Names, separated by commas">
                {(control) => <Input {...control} {...bind("agents")} />}
              </Field>
              <Field label="Budget tags" hint="Separated by commas">
                {(control) => <Input {...control} {...bind("tags")} />}
              </Field>
            </div>
          </Disclosure>
          <Button type="submit" variant="primary" disabled={pending}>
            {pending ? "Working…" : "Simulate"}
          </Button>
        </fieldset>
      </form>
    </Card>
  );
}
