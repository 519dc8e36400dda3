import type { Metadata } from "next";
import Link from "next/link";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { listAlertChannels } from "#lib/queries/alert-channels.ts";
import { listProviderCredentials } from "#lib/queries/credentials.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { readInteractionRetentions } from "#lib/queries/interaction-retention.ts";
import { listAgentKeys, listUsers } from "#lib/queries/people.ts";
import { listPromptPolicies } from "#lib/queries/prompts.ts";
import { pageContext } from "#lib/transport/page.ts";
import { AddCredentialDialog } from "./_components/add-credential-dialog.tsx";
import { AddPersonDialog } from "./_components/add-person-dialog.tsx";
import { CreateKeyDialog } from "./_components/create-key-dialog.tsx";
import { CredentialsTable } from "./_components/credentials-table.tsx";
import { InteractionRetentionDialog, InteractionRetentionTable } from "./_components/interaction-retention.tsx";
import { KeysTable } from "./_components/keys-table.tsx";
import { PeopleTable } from "./_components/people-table.tsx";
import { PromptPoliciesTable } from "./_components/prompt-policies-table.tsx";
import { PromptPolicyDialog } from "./_components/prompt-policy-dialog.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const ctx = await pageContext();
  const { actor } = ctx;
  const may = {
    seePeople: hasScope(actor, "user:read"),
    changePeople: hasScope(actor, "user:write"),
    seeKeys: hasScope(actor, "key:read"),
    changeKeys: hasScope(actor, "key:write"),
    seeCredentials: hasScope(actor, "credential:read"),
    changeCredentials: hasScope(actor, "credential:write"),
    seeChannels: hasScope(actor, "channel:read"),
    seePrompts: hasScope(actor, "prompt:read"),
    changePrompts: hasScope(actor, "prompt:write"),
  };
  const [people, keys, fleets, credentials, policies, channels, retentions] = await Promise.all([
    may.seePeople ? listUsers({ ctx, input: {} }) : [],
    may.seeKeys ? listAgentKeys({ ctx, input: {} }) : [],
    may.changeKeys || may.changePrompts ? listFleets({ ctx }) : [],
    may.seeCredentials ? listProviderCredentials({ ctx, input: {} }) : [],
    may.seePrompts ? listPromptPolicies({ ctx, input: {} }) : [],
    may.seeChannels ? listAlertChannels({ ctx }) : [],
    readInteractionRetentions({ ctx, input: {} }),
  ]);
  const noChannels = may.seeChannels ? "Nobody is told of alerts yet." : "Operators see where alerts are sent.";
  const unset = [ALL_FLEETS, ...fleets.map(({ name }) => name)].filter(
    (name) => !policies.some(({ fleetName }) => fleetName === name),
  );
  const working = keys.filter((key) => key.revokedAt === null).length;
  return (
    <Page title="Settings" status={`You are ${actor.name}${actor.kind === "user" ? `, ${actor.role}` : ""}.`}>
      <Section
        title="People"
        note={may.seePeople ? `${people.length} with an account` : undefined}
        action={may.changePeople ? <AddPersonDialog /> : null}
      >
        {may.seePeople ? (
          <PeopleTable people={people} ownId={actor.id} mayChange={may.changePeople} />
        ) : (
          <EmptyState title="Admins see and change who has an account." />
        )}
      </Section>
      <Section
        title="Agent keys"
        note={may.seeKeys ? `${working} working` : undefined}
        action={may.changeKeys ? <CreateKeyDialog fleets={fleets.map((fleet) => fleet.name)} /> : null}
      >
        {may.seeKeys ? (
          <KeysTable keys={keys} mayChange={may.changeKeys} />
        ) : (
          <EmptyState title="Operators see the keys of agents; admins make and revoke them." />
        )}
      </Section>
      <Section
        title="Provider credentials"
        note={may.seeCredentials ? `${credentials.filter(({ state }) => state === "in_use").length} in use` : undefined}
        action={may.changeCredentials ? <AddCredentialDialog /> : null}
      >
        {may.seeCredentials ? (
          <CredentialsTable credentials={credentials} mayChange={may.changeCredentials} />
        ) : (
          <EmptyState title="Operators see which credentials of providers there are; admins add, rotate and remove them." />
        )}
      </Section>
      <Section
        title="Alert channels"
        note="Where alerts are sent: webhooks, Slack, mailboxes"
        action={
          may.seeChannels ? (
            <Button asChild>
              <Link href="/settings/alert-channels">Open</Link>
            </Button>
          ) : null
        }
      >
        {channels.length > 0 ? <p>{channels.map(({ name }) => name).join(", ")}</p> : <EmptyState title={noChannels} />}
      </Section>
      <Section
        title="Prompts and answers"
        note={may.seePrompts && !policies.some(({ enabled }) => enabled) ? "Stored for no fleet" : undefined}
        action={
          may.changePrompts && unset.length > 0 ? (
            <PromptPolicyDialog fleets={unset} policy={null} trigger={<Button>Store prompts</Button>} />
          ) : null
        }
      >
        {may.seePrompts ? (
          <PromptPoliciesTable policies={policies} mayChange={may.changePrompts} />
        ) : (
          <EmptyState title="Operators see whether prompts are stored; admins turn it on and off." />
        )}
      </Section>
      <Section
        title="Interactions"
        note="How long runs are kept that platforms have reported or traced"
        action={may.changePrompts ? <InteractionRetentionDialog fleets={fleets.map(({ name }) => name)} /> : null}
      >
        <InteractionRetentionTable rows={retentions} />
      </Section>
    </Page>
  );
}
