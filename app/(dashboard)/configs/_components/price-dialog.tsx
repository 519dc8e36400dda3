"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Input } from "#components/ui/input.tsx";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { PriceView } from "#lib/contracts/configuration-view.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { savePriceOverrideAction } from "../actions.ts";

interface PriceDialogProps {
  provider: Provider;
  model: string;
  price: PriceView | null;
  small?: boolean;
}

const usd = (nanoUsd: string | null | undefined) => (nanoUsd ? nanoToUsdText(BigInt(nanoUsd)) : "");
const amountOrNull = (text: string) => (text.trim() === "" ? null : Number(text));

/** The operator's own price of the model, before the catalogue's. */
export function PriceDialog({ provider, model, price, small = false }: PriceDialogProps) {
  const router = useRouter();
  const [input, setInput] = useState(usd(price?.inputNanoUsdPerMtok));
  const [output, setOutput] = useState(usd(price?.outputNanoUsdPerMtok));
  const [cacheRead, setCacheRead] = useState(usd(price?.cacheReadNanoUsdPerMtok));
  const [cacheWrite5m, setCacheWrite5m] = useState(usd(price?.cacheWrite5mNanoUsdPerMtok));
  const [cacheWrite1h, setCacheWrite1h] = useState(usd(price?.cacheWrite1hNanoUsdPerMtok));
  const [from, setFrom] = useState("");
  const amount = (label: string, value: string, onChange: (text: string) => void, required = true) => (
    <Field label={label} unit="USD per million tokens" required={required}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          max={10_000}
          step="any"
          required={required}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <ConfirmDialog
      trigger={
        <Button {...(small && { size: "small" as const, "aria-label": `Set price of ${model}` })}>Set price</Button>
      }
      title={`What does ${model} cost you?`}
      consequences={[
        `Every configuration of ${provider} with this model has this price from its date on.`,
        "Decisions made before keep the price they were made with; history can be priced anew on the page of models and prices.",
        "What stays empty is unknown: a call with such tokens then has no known cost.",
        ...(price?.longContextAboveTokens
          ? [
              `Prompts above ${formatCount(price.longContextAboveTokens)} tokens, dearer until now, have this price too: an own price is the same for every length.`,
            ]
          : []),
        price ? `Until now the price comes from ${price.source}.` : "Until now no price is known.",
      ]}
      reason="Where the price comes from"
      confirmLabel="Set price"
      action={(note) =>
        savePriceOverrideAction({
          provider,
          model,
          inputUsdPerMtok: Number(input),
          outputUsdPerMtok: Number(output),
          cacheReadUsdPerMtok: amountOrNull(cacheRead),
          cacheWrite5mUsdPerMtok: amountOrNull(cacheWrite5m),
          cacheWrite1hUsdPerMtok: amountOrNull(cacheWrite1h),
          effectiveFrom: from === "" ? null : `${from}T00:00:00Z`,
          note,
        })
      }
      done={`${model} has its own price.`}
      onDone={() => router.refresh()}
    >
      {amount("Input", input, setInput)}
      {amount("Output", output, setOutput)}
      {amount("Read from a cache", cacheRead, setCacheRead, false)}
      {amount("Written to a cache, 5 min", cacheWrite5m, setCacheWrite5m, false)}
      {amount("Written to a cache, 1 h", cacheWrite1h, setCacheWrite1h, false)}
      <Field label="In force from" unit="midnight UTC" hint="Empty: from now on. It may lie in the past or ahead.">
        {(control) => <Input {...control} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}
