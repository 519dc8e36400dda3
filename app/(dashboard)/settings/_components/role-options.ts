import type { SelectOption } from "#components/ui/select.tsx";
import type { Role } from "#lib/contracts/actor.ts";

const MEANING: Record<Role, string> = {
  viewer: "Viewer: sees, changes nothing",
  operator: "Operator: runs the fleet, budgets and models",
  admin: "Admin: also people, keys and credentials",
};

export const ROLE_OPTIONS: SelectOption[] = Object.entries(MEANING).map(([value, label]) => ({ value, label }));
