/** Name of a configuration's probe among the runs of checks. */
export const probeId = (ref: string): string => `probe ${ref}`;
