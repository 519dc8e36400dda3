import { Alert } from "#components/ui/alert.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

interface ShownOnceProps {
  /** "key", "link" */
  what: string;
  secret: string;
  note: string;
}

/** A secret that nobody can see again: only its hash is kept. */
export function ShownOnce({ what, secret, note }: ShownOnceProps) {
  return (
    <>
      <Alert tone="caution" title={`Copy the ${what} now: it is shown only once.`}>
        {note}
      </Alert>
      <div className="flex items-start gap-1 rounded-md border bg-sunken p-2">
        <code className="min-w-0 grow break-all font-mono text-xs">{secret}</code>
        <CopyButton text={secret} what={what} />
      </div>
    </>
  );
}

/** Address at which the holder of a link chooses a password. */
export function passwordLinkUrl(token: string): string {
  return `${window.location.origin}/set-password?token=${encodeURIComponent(token)}`;
}
