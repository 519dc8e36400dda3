"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** The child must take focus, or the text never reaches a keyboard. */
export function Tooltip({ text, side, children }: { text: ReactNode; side?: "top" | "right"; children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          className="z-50 max-w-80 rounded-md border bg-raised px-2 py-1 text-ink text-xs shadow-lg"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
