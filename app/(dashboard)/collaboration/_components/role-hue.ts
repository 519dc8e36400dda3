/** One of the fixed hues of series, or that of everything without its own. */
export type RoleHue = "series-1" | "series-2" | "series-3" | "series-4" | "series-5" | "series-6" | "rest";

/** The roles that presets are for keep their colour in whatever fleet they are; their names stand beside them all the same. */
const HUES: Readonly<Record<string, RoleHue>> = {
  researcher: "series-1",
  analyst: "series-2",
  synthesizer: "series-3",
  critic: "series-4",
  supervisor: "series-5",
};

export const roleHue = (role: string): RoleHue => (Object.hasOwn(HUES, role) ? (HUES[role] ?? "rest") : "series-6");

/** The same as a variable of the theme. */
export const hueVariable = (hue: RoleHue): string => (hue === "rest" ? "var(--color-edge)" : `var(--color-${hue})`);
