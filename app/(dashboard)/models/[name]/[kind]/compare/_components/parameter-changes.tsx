import { EmptyState } from "#components/ui/empty-state.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ModelVersionView } from "#lib/contracts/model.ts";

interface ParameterChangesProps {
  left: ModelVersionView;
  right: ModelVersionView;
}

/** What training was told differently: data, seed and parameters. */
export function ParameterChanges({ left, right }: ParameterChangesProps) {
  const before = settingsOf(left);
  const after = settingsOf(right);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return <EmptyState title="Same data, same seed, same parameters" />;
  return (
    <Table label="Parameters that differ">
      <TableHead>
        <TableRow>
          <TableHeader>Parameter</TableHeader>
          <TableHeader>v{left.version}</TableHeader>
          <TableHeader>v{right.version}</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {changed.map((name) => (
          <TableRow key={name}>
            <TableCell className="whitespace-nowrap align-top">{name}</TableCell>
            {[before[name], after[name]].map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: left and right never move
              <TableCell key={index} className="max-w-96 break-all align-top font-mono text-xs">
                {value ?? <Unknown word="absent" />}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

/** Every setting as one line of text; nested parameters by their path. */
function settingsOf({ metadata }: ModelVersionView): Record<string, string> {
  const { parameters, ...rest } = metadata;
  return { ...flat(rest, ""), ...flat(parameters, "") };
}

function flat(value: object, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, string][] =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.entries(flat(inner, `${prefix}${key}.`))
        : [[`${prefix}${key}`, typeof inner === "string" ? inner : JSON.stringify(inner)]],
    ),
  );
}
