import type { FieldControlProps } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** For a secret that goes in and never comes out; managers of people's own passwords leave it alone. */
export function WriteOnlyInput({ control, name }: { control: FieldControlProps; name: string }) {
  return (
    <Input
      {...control}
      name={name}
      type="password"
      autoComplete="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
    />
  );
}
