import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { MAPPING_FIELDS, type MappingDraft } from "./guess-mapping.ts";

interface MappingFieldsProps {
  header: readonly string[];
  sample: readonly (readonly string[])[];
  draft: MappingDraft;
  errors: Record<string, string | undefined>;
  onChange: (draft: MappingDraft) => void;
}

/** Which column of an unknown table is what, with its first rows to look at. */
export function MappingFields({ header, sample, draft, errors, onChange }: MappingFieldsProps) {
  const columns = [{ value: "", label: "none" }, ...header.map((name) => ({ value: name, label: name }))];
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-md border p-3">
      <legend className="px-1 font-medium">Which column is what?</legend>
      {sample.length > 0 ? <FirstRows header={header} rows={sample} /> : null}
      <div className="grid gap-3 sheet:grid-cols-3">
        {MAPPING_FIELDS.map(({ name, label }) => (
          <Field
            key={name}
            id={`mapping-${name}`}
            label={label}
            required={name === "day" || name === "model"}
            error={errors[`mapping.${name}`]}
          >
            {(control) => (
              <Select
                {...control}
                value={draft[name]}
                options={columns}
                onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
              />
            )}
          </Field>
        ))}
        <Field label="One unit of tokens is">
          {(control) => (
            <Select
              {...control}
              value={draft.tokensPerUnit}
              options={[
                { value: "1", label: "1 token" },
                { value: "1000", label: "1,000 tokens" },
                { value: "1000000", label: "1,000,000 tokens" },
              ]}
              onChange={({ target }) => onChange({ ...draft, tokensPerUnit: target.value })}
            />
          )}
        </Field>
      </div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.inputIncludesCached}
          onChange={({ target }) => onChange({ ...draft, inputIncludesCached: target.checked })}
        />
        The input counts what was read from a cache too
      </label>
    </fieldset>
  );
}

function FirstRows({ header, rows }: { header: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <Table label="First rows of the file">
      <TableHead>
        <TableRow>
          {header.map((name) => (
            <TableHeader key={name}>{name}</TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.join("\n")}>
            {header.map((name, i) => (
              <TableCell key={name} className="max-w-48 truncate whitespace-nowrap">
                {row[i]}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
