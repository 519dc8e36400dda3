export const THEME_COOKIE = "signalbox-theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The choice lies in a cookie, so that the first byte already has the right colours and no inline script is needed. */
export function parseTheme(stored: string | undefined): Theme {
  return THEMES.find((theme) => theme === stored) ?? "system";
}
