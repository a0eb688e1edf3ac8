import { SegmentedControl } from "@mantine/core";
import { useId, type ReactNode } from "react";
import type { TemplateSummary } from "../../../../../contract/templates.ts";
import { Pill, TemplatePicture, useTexts, type Locale } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The templates to start from, each with its picture: own ones first, then the designs. */
export function StarterCards(props: {
  starters: TemplateSummary[];
  locale: Locale;
  onLocale: (locale: Locale) => void;
  value: string | undefined;
  onChange: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const name = useId();
  const shown = props.starters.filter((starter) => starter.locale === props.locale);
  return (
    <div className="k-stack">
      <SegmentedControl
        className="m-fit"
        aria-label={t("dialog.locale")}
        value={props.locale}
        onChange={(value) => props.onLocale(value as Locale)}
        data={[
          { value: "de", label: "Deutsch" },
          { value: "en", label: "English" },
        ]}
      />
      <fieldset className="m-starters">
        <legend className="k-hidden-visually">{t("dialog.chooseStarter")}</legend>
        {shown.map((starter) => (
          <label
            key={starter.id}
            className="m-starter"
            data-checked={props.value === starter.id || undefined}
          >
            <input
              type="radio"
              className="k-hidden-visually"
              name={name}
              value={starter.id}
              checked={props.value === starter.id}
              onChange={() => props.onChange(starter.id)}
            />
            <TemplatePicture template={starter} />
            <span className="m-starter-words">
              <b>{starter.name}</b>
              <span className="k-small k-muted">{starter.description}</span>
              {starter.origin !== "design" && (
                <span>
                  <Pill>{t(starter.origin === "own" ? "dialog.own" : "dialog.shared")}</Pill>
                </span>
              )}
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
