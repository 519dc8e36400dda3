import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";

/** The configurations in force as files that Import, the API, the command and `configs` read. */
export function ExportLinks({ provider }: { provider: Provider | null }) {
  const shown = provider === null ? PROVIDERS : [provider];
  return (
    <p className="flex flex-wrap gap-x-2 text-muted sheet:ml-auto">
      Export as JSON:
      {shown.map((each) => (
        <a key={each} href={`/api/ui/configs/${each}/export`} download className="text-accent hover:underline">
          {each}
        </a>
      ))}
    </p>
  );
}
