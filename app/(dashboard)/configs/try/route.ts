import { tryConfiguration } from "#lib/services/chat/try-configuration.ts";
import { eventRoute } from "#lib/transport/event-route.ts";

export const POST = eventRoute(tryConfiguration, { scope: "task:route" });
