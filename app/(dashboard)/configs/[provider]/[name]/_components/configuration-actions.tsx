"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ConfigurationView } from "#lib/contracts/configuration-view.ts";
import { PriceDialog } from "../../../_components/price-dialog.tsx";
import { archiveConfigurationAction } from "../../../actions.ts";

export function ConfigurationActions({ configuration }: { configuration: ConfigurationView }) {
  const router = useRouter();
  const { ref, provider, name, agentNames } = configuration;
  return (
    <>
      <Button asChild>
        <Link href={`/configs/new?from=${ref}`}>Duplicate</Link>
      </Button>
      <PriceDialog
        provider={provider}
        model={configuration.settings.model}
        price={configuration.facts?.price ?? null}
      />
      <ConfirmDialog
        trigger={<Button>Archive</Button>}
        title={`Archive ${ref}?`}
        consequences={[
          agentNames.length > 0
            ? `It is the default of ${agentNames.join(", ")}: give them another one first.`
            : "No agent has it as its default.",
          "Nothing is routed with it from the next decision on.",
          "Its revisions stay for the decisions that name them.",
        ]}
        reason="Why"
        confirmLabel="Archive"
        danger
        action={(note) => archiveConfigurationAction({ provider, name, note })}
        done={`${ref} is archived.`}
        onDone={() => router.push("/configs")}
      />
    </>
  );
}
