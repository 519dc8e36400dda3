/** Address at which the holder of a link chooses a password. */
export function passwordLinkUrl(token: string): string {
  return `${window.location.origin}/set-password?token=${encodeURIComponent(token)}`;
}
