import { Radio } from "@mantine/core";
import type { ReactNode } from "react";
import type { DeclarationChannel } from "../../../../contract/intake.ts";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** How it reached the account: one row, by arrow keys. */
export function Channels<C extends DeclarationChannel>(props: {
  channels: readonly C[];
  value: C;
  onChange: (channel: C) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Radio.Group
      label={t("channel")}
      value={props.value}
      onChange={(value) => props.onChange(value as C)}
    >
      <div className="in-channels">
        {props.channels.map((channel) => (
          <Radio key={channel} value={channel} label={t(`channels.${channel}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}
