/** A call's own limits end it (CallLimits); this only keeps the SDKs' shorter defaults out of the way. */
export const SDK_LIMIT_MS = 3_600_000;
