import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { describeValue, PROPERTIES } from "../../../_components/properties.ts";

/** The settings for those who may not change them. */
export function SettingsFacts({ settings }: { settings: LlmConfig }) {
  const paths = Object.keys(PROPERTIES) as (keyof LlmConfig)[];
  const term = (path: keyof LlmConfig) => [PROPERTIES[path].label, PROPERTIES[path].unit].filter(Boolean).join(", ");
  return (
    <Card>
      <DefinitionList facts={paths.map((path) => ({ term: term(path), value: describeValue(settings[path]) }))} />
    </Card>
  );
}
