import { menuItemStyles } from "./menu.tsx";

export const paletteItemStyles = `${menuItemStyles} cursor-pointer aria-selected:bg-sunken`;
