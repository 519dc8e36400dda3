"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuRadioGroup, MenuRadioItem } from "./menu.tsx";
import { parseTheme, type Theme } from "./theme.ts";
import { useTheme } from "./theme-provider.tsx";

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const NAMES: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  const Icon = ICONS[theme];
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="icon" aria-label={`Theme: ${NAMES[theme]}`}>
          <Icon aria-hidden />
        </Button>
      }
    >
      <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(parseTheme(value))}>
        <MenuRadioItem value="system">{NAMES.system}</MenuRadioItem>
        <MenuRadioItem value="light">{NAMES.light}</MenuRadioItem>
        <MenuRadioItem value="dark">{NAMES.dark}</MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  );
}
