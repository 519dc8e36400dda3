"use client";

import { parseAsInteger, useQueryStates } from "nuqs";
import { FilterRow } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

interface RevisionPickerProps {
  /** In force; every number up to it can be chosen. */
  revision: number;
  from: number;
  to: number;
}

/** Which two; the choice is the address. */
export function RevisionPicker({ revision, from, to }: RevisionPickerProps) {
  const [, setChosen] = useQueryStates({ from: parseAsInteger, to: parseAsInteger }, { shallow: false });
  const options = Array.from({ length: revision }, (_, index) => {
    const number = revision - index;
    return { value: String(number), label: number === revision ? `${number}, in force` : String(number) };
  });
  const select = (label: string, value: number, side: "from" | "to") => (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          options={options}
          onChange={({ target }) => void setChosen({ from, to, [side]: Number(target.value) })}
        />
      )}
    </Field>
  );
  return (
    <FilterRow>
      {select("Revision", from, "from")}
      {select("With revision", to, "to")}
      <Button className="self-end" onClick={() => void setChosen({ from: to, to: from })}>
        Swap
      </Button>
    </FilterRow>
  );
}
