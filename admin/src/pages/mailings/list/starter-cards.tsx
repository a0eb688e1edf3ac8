import { SegmentedControl } from "@mantine/core";
import { useId, useMemo, type ReactNode } from "react";
import type { Starter } from "../../../../../contract/content.ts";
import { useSession } from "../../../api/index.ts";
import { useFormat, useLocale, useTexts, type Locale } from "../../../ui/index.ts";
import { ScaledMail } from "../scaled-mail.tsx";
import { texts } from "./texts.ts";

const PAPER_WIDTH = 680;
const THUMB_HEIGHT = 260;

/** The templates to start from, each with its picture. */
export function StarterCards(props: {
  starters: Starter[];
  locale: Locale;
  onLocale: (locale: Locale) => void;
  value: string | undefined;
  onChange: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const uiLocale = useLocale();
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
            <Thumb starter={starter} />
            <span className="m-starter-words">
              <b>{starter.name[uiLocale]}</b>
              <span className="k-small k-muted">{starter.description[uiLocale]}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function Thumb({ starter }: { starter: Starter }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { account, me } = useSession();
  const format = useFormat();
  const today = format.dateLong(me.now);
  const html = useMemo(
    () => withExamples(starter, account.name, today),
    [starter, account.name, today],
  );
  return (
    // A picture only: nothing in it can be reached by keyboard or pointer.
    <span className="m-thumb" inert aria-hidden="true">
      <ScaledMail
        html={html}
        width={PAPER_WIDTH}
        cropAt={THUMB_HEIGHT}
        title={t("dialog.thumb", { name: starter.name[locale] })}
      />
    </span>
  );
}

/** Example words in place of the merge fields; blocks stay blank, they lie below the edge of the picture. */
function withExamples(starter: Starter, accountName: string, today: string): string {
  const words: Record<string, string> = {
    "account.name": accountName,
    "mailing.date": today,
    "contact.salutation_line":
      starter.locale === "de" ? "Guten Tag Frau Beispiel" : "Hello Ms Example",
    "list.name": "Newsletter",
  };
  return starter.html.replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_, field: string) =>
    escapeHtml(words[field] ?? ""),
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
