import type { AuditView } from "#lib/contracts/audit.ts";
import { changesBetween } from "./changes.ts";

/** The properties an entry changed, folded until somebody wants to read them. */
export function EntryChanges({ entry }: { entry: AuditView }) {
  const changes = changesBetween(entry.before, entry.after);
  if (changes.length === 0) return <span className="text-muted">none</span>;
  const names = changes.map((change) => change.property);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return (
    <details>
      <summary className="w-fit">
        {names.slice(0, 3).join(", ")}
        {more}
      </summary>
      <table className="mt-2 mb-1 w-full border-collapse text-xs">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="pr-4 font-medium">
              Property
            </th>
            <th scope="col" className="pr-4 font-medium">
              Before
            </th>
            <th scope="col" className="font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.property} className="border-line border-t align-top">
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {change.property}
              </th>
              <Value text={change.before} />
              <Value text={change.after} />
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Value({ text }: { text: string | null }) {
  return (
    <td className="max-w-80 py-1 pr-4">
      {text === null ? (
        <span className="text-muted">absent</span>
      ) : (
        <code className="block max-h-40 overflow-auto whitespace-pre-wrap break-words font-mono">{text}</code>
      )}
    </td>
  );
}
