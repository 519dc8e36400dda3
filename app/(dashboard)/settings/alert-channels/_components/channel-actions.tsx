"use client";

import { useRouter } from "next/navigation";
import { createContext, useContext } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ChannelView } from "#lib/contracts/alert-channel.ts";
import { archiveAlertChannelAction } from "../actions.ts";
import { channelsHref } from "../search-params.ts";
import { ChannelDialog } from "./channel-dialog.tsx";
import type { Subject } from "./channel-words.ts";
import { RotateDialog } from "./rotate-dialog.tsx";
import { TestDialog } from "./test-dialog.tsx";

/** What alerts may be about: by a context, since the cells of a table know their row alone. */
export const SubjectsContext = createContext<readonly Subject[]>([]);

/** What an admin may do about a channel. */
export function ChannelActions({ channel }: { channel: ChannelView }) {
  const subjects = useContext(SubjectsContext);
  const router = useRouter();
  const { id, name } = channel;
  return (
    <span className="flex gap-1">
      <TestDialog channel={channel} />
      <ChannelDialog
        channel={channel}
        subjects={subjects}
        trigger={
          <Button size="small" variant="quiet" aria-label={`Change ${name}`}>
            Change
          </Button>
        }
      />
      {channel.kind === "webhook" ? <RotateDialog channel={channel} /> : null}
      <ConfirmDialog
        trigger={
          <Button size="small" variant="quiet" aria-label={`Archive ${name}`}>
            Archive
          </Button>
        }
        title={`Send no more alerts to "${name}"?`}
        consequences={[
          channel.waiting > 0 ? `${channel.waiting} messages that wait are not sent.` : "Nothing waits on it.",
          "Its secret is deleted; Signalbox cannot bring it back.",
        ]}
        confirmLabel="Archive"
        danger
        action={() => archiveAlertChannelAction({ id })}
        done={`${name} is archived`}
        onDone={() => router.push(channelsHref({}))}
      />
    </span>
  );
}
