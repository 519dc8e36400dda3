import { Button } from "#components/ui/button.tsx";
import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";

/** The configurations in force as files that Import, the API, the command and `configs` read. */
export function ExportLinks({ provider }: { provider: Provider | null }) {
  const shown = provider === null ? PROVIDERS : [provider];
  return shown.map((each) => (
    <Button key={each} asChild>
      <a href={`/api/ui/configs/${each}/export`} download>
        Export {each}
      </a>
    </Button>
  ));
}
