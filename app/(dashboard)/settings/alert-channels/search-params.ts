import { createLoader, createSerializer, parseAsString } from "nuqs/server";

const channelParams = { channel: parseAsString };

/** The channel whose messages are read. */
export const loadChannelParams = createLoader(channelParams);
const serialize = createSerializer(channelParams);

export function channelsHref(shown: Parameters<typeof serialize>[1]): string {
  return serialize("/settings/alert-channels", shown);
}
