import { Alert } from "#components/ui/alert.tsx";

interface OverrideFieldProps {
  /** Gates that fail. */
  count: number;
  may: boolean;
  verb: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Asks whoever may to say that it shall go on although gates fail; tells everybody else who may. */
export function OverrideField({ count, may, verb, checked, onChange }: OverrideFieldProps) {
  const gates = count === 1 ? "a gate fails" : `${count} gates fail`;
  if (!may)
    return <Alert tone="caution" title={`It cannot go on: ${gates}. An admin may override it with a reason.`} />;
  return (
    <label className="flex min-h-8 items-start gap-2 rounded-md border border-caution/40 bg-caution-soft px-3 py-2">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        {verb} although {gates}. The history of moves will say so, with the reason below.
      </span>
    </label>
  );
}
