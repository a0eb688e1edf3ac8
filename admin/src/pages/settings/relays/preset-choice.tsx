import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Pill, useTexts } from "../../../ui/index.ts";
import { presets, type Preset } from "./presets.ts";
import { texts } from "./texts.ts";

/** One click to a form that is filled in as far as it can be; each preset says where mails are worked on (ORG-09). */
export function PresetChoice({ onChoose }: { onChoose: (preset: Preset) => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <ul className="rel-presets" aria-label={t("choose")}>
      {presets.map((preset) => (
        <li key={preset.id}>
          <button type="button" className="rel-preset" onClick={() => onChoose(preset)}>
            <span className="rel-preset-text">
              <b>{t(`presets.${preset.id}.title`)}</b>
              <span>{t(`presets.${preset.id}.text`)}</span>
            </span>
            <Pill tone={preset.place === "us" || preset.place === "world" ? "wait" : "unknown"}>
              {t(`places.${preset.place}`)}
            </Pill>
            <IconChevronRight size={18} stroke={1.6} aria-hidden="true" className="set-row-go" />
          </button>
        </li>
      ))}
    </ul>
  );
}
