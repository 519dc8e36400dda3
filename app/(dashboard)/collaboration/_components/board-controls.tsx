"use client";

import { Search } from "lucide-react";
import { useId, useState } from "react";
import { FilterRow } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import {
  COLLABORATION_MEASURES,
  type CollaborationAgent,
  type CollaborationMeasure,
} from "#lib/contracts/collaboration.ts";
import { COLLABORATION_VIEWS, type CollaborationShape } from "../search-params.ts";
import { MEASURE_WORDS } from "./measure-words.ts";

interface BoardControlsProps {
  fleets: readonly { name: string; agentCount: number }[];
  fleet: string;
  onFleet: (fleet: string) => void;
  shape: CollaborationShape;
  onShape: (shape: CollaborationShape) => void;
  measure: CollaborationMeasure;
  onMeasure: (measure: CollaborationMeasure) => void;
  /** Without one there is nothing that a shape or a measure could show. */
  hasModel: boolean;
}

const SHAPES: Record<CollaborationShape, string> = { graph: "Graph", matrix: "Matrix", list: "List" };
const MEASURES: Record<CollaborationMeasure, string> = {
  handoffs: "Hand-offs",
  success: "Success after each other",
  cost: "Cost after each other",
  duration: "Duration after each other",
};

/** Whose work together is looked at, in which shape, and by what. */
export function BoardControls(props: BoardControlsProps) {
  const { fleets, fleet, onFleet, shape, onShape, measure, onMeasure, hasModel } = props;
  return (
    <FilterRow>
      <Select
        aria-label="Fleet"
        className="w-auto max-w-56"
        value={fleet}
        options={fleets.map(({ name, agentCount }) => ({ value: name, label: `${name} (${agentCount})` }))}
        onChange={({ target }) => onFleet(target.value)}
      />
      {hasModel ? (
        <>
          <fieldset className="flex" aria-label="Shown as">
            {COLLABORATION_VIEWS.map((one) => (
              <Button
                key={one}
                aria-pressed={shape === one}
                className="rounded-none first:rounded-l-md last:rounded-r-md not-first:-ml-px aria-pressed:z-10 aria-pressed:border-accent aria-pressed:bg-accent-soft"
                onClick={() => onShape(one)}
              >
                {SHAPES[one]}
              </Button>
            ))}
          </fieldset>
          <Select
            aria-label="Measured by"
            className="w-auto"
            value={measure}
            options={COLLABORATION_MEASURES.map((value) => ({
              value,
              label: value === "handoffs" ? MEASURE_WORDS[value] : MEASURES[value],
            }))}
            onChange={({ target }) => onMeasure(target.value as CollaborationMeasure)}
          />
        </>
      ) : null}
    </FilterRow>
  );
}

interface ThresholdProps {
  percent: number;
  shownPairs: number;
  allPairs: number;
  onChange: (percent: number) => void;
}

/** How much of the hand-offs is shown: rare ones are most of the pairs and least of the work. */
export function Threshold({ percent, shownPairs, allPairs, onChange }: ThresholdProps) {
  const id = useId();
  return (
    <div className="control-height flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-muted">
        Top hand-offs
      </label>
      <input
        id={id}
        type="range"
        min={5}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={`${percent}% of hand-offs, ${formatCount(shownPairs)} of ${formatCount(allPairs)} pairs`}
        onChange={({ target }) => onChange(Number(target.value))}
        className="h-6 w-28 accent-accent"
      />
      <span className="whitespace-nowrap">
        {percent}%<span className="text-muted">, {formatCount(shownPairs)}</span>
        <span className="text-muted max-sheet:hidden"> of {formatCount(allPairs)}</span>
        <span className="text-muted"> pairs</span>
      </span>
    </div>
  );
}

/** Finds an agent by its name and stays with it. */
export function AgentSearch({
  agents,
  chosen,
  onChoose,
}: {
  agents: readonly CollaborationAgent[];
  chosen: string | null;
  onChoose: (name: string | null) => void;
}) {
  const listId = useId();
  const [text, setText] = useState<string | null>(null);
  return (
    <span className="relative inline-flex w-full max-w-60">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2 size-4 -translate-y-1/2 text-muted" />
      <Input
        type="search"
        aria-label="Find an agent"
        placeholder="Find an agent"
        autoComplete="off"
        className="pl-8"
        list={listId}
        value={text ?? chosen ?? ""}
        onChange={({ target }) => {
          const wanted = target.value.trim();
          if (wanted === "") onChoose(null);
          else if (agents.some(({ name }) => name === wanted)) onChoose(wanted);
          setText(target.value);
        }}
        onKeyDown={({ key }) => {
          const wanted = (text ?? "").trim().toLowerCase();
          const found = agents.find(({ name }) => name.toLowerCase().includes(wanted));
          if (key !== "Enter" || wanted === "" || !found) return;
          onChoose(found.name);
          setText(null);
        }}
        onBlur={() => setText(null)}
      />
      <datalist id={listId}>
        {agents.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </span>
  );
}
