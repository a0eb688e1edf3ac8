import { Checkbox, Switch, Textarea, TextInput } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ListView } from "../../../../contract/lists.ts";
import { useApiQuery } from "../../api/index.ts";
import { Link, Loaded, useTexts, type Locale } from "../../ui/index.ts";
import type { FormDraft } from "./form-draft.ts";
import { texts } from "./texts.ts";

interface SectionProps {
  draft: FormDraft;
  patch: (change: Partial<FormDraft>) => void;
}

const LOCALES: Locale[] = ["de", "en"];

/** Name, newsletters and languages. */
export function OfferSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-stack-lg">
      <TextInput
        label={t("name")}
        description={t("nameHelp")}
        required
        minLength={2}
        maxLength={120}
        value={draft.name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
      />
      <Lists draft={draft} patch={patch} />
      <Checkbox.Group
        label={t("locales")}
        value={draft.locales}
        onChange={(value) => {
          const locales = LOCALES.filter((locale) => value.includes(locale));
          // At least one language stays.
          if (locales.length > 0) patch({ locales });
        }}
      >
        <div className="k-row f-row">
          {LOCALES.map((locale) => (
            <Checkbox key={locale} value={locale} label={t(locale)} />
          ))}
        </div>
      </Checkbox.Group>
    </div>
  );
}

function Lists({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  const lists = useApiQuery<{ items: ListView[] }>("/lists");
  const english = draft.locales.includes("en");
  return (
    <Loaded query={lists}>
      {({ items }) => {
        // Those chosen already stay visible when they were archived since.
        const shown = items.filter(
          (list) => list.archivedAt === null || draft.lists.includes(list.id),
        );
        const gaps = shown.filter(
          (list) =>
            english &&
            draft.lists.includes(list.id) &&
            (list.nameEn === "" || list.topicsEn === "" || list.frequencyEn === ""),
        );
        return (
          <Checkbox.Group
            label={t("lists")}
            description={t("listsHelp")}
            required
            withAsterisk={false}
            value={draft.lists}
            onChange={(value) =>
              patch({
                lists: [
                  ...draft.lists.filter((id) => value.includes(id)),
                  ...value.filter((id) => !draft.lists.includes(id)),
                ],
              })
            }
          >
            <div className="f-lists">
              {shown.map((list) => (
                <Checkbox
                  key={list.id}
                  value={list.id}
                  label={list.name}
                  description={
                    list.archivedAt !== null
                      ? t("archivedList")
                      : [list.topics || t("noTopics"), list.frequency].filter(Boolean).join(" · ")
                  }
                />
              ))}
              {gaps.map((list) => (
                <p className="k-small f-gap" key={list.id}>
                  {t("noEnglish", { name: list.name })}{" "}
                  <Link to={`/lists/${list.id}`}>{t("editList")}</Link>
                </p>
              ))}
            </div>
          </Checkbox.Group>
        );
      }}
    </Loaded>
  );
}

/** What is asked beside the address: all of it optional (CON-11), the analysis with a box of its own (CON-08). */
export function FieldSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="f-fields">
      <div className="f-given">
        <IconCheck size={18} stroke={2} aria-hidden="true" />
        <div>
          {t("email")}
          <p className="k-small k-muted">{t("emailHelp")}</p>
        </div>
      </div>
      <Checkbox
        checked={draft.salutation}
        onChange={(event) => patch({ salutation: event.currentTarget.checked })}
        label={t("salutation")}
        description={t("optional")}
      />
      <Checkbox
        checked={draft.names}
        onChange={(event) => patch({ names: event.currentTarget.checked })}
        label={t("names")}
        description={t("optional")}
      />
      <Switch
        className="f-switch"
        checked={draft.askTracking}
        onChange={(event) => patch({ askTracking: event.currentTarget.checked })}
        label={t("tracking")}
        description={t("trackingHelp")}
      />
    </div>
  );
}

/** Heading and introduction in each language of the page. */
export function WordSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  const label = (key: "heading" | "intro" | "exchangeNotice", locale: Locale): string =>
    draft.locales.length > 1 ? `${t(key)}, ${t(IN[locale])}` : t(key);
  return (
    <div className="k-stack">
      <p className="k-small k-muted">{t("wordsHelp")}</p>
      {draft.locales.map((locale) => (
        <div className="k-stack" key={locale} lang={locale}>
          <TextInput
            label={label("heading", locale)}
            maxLength={120}
            value={draft.title[locale]}
            onChange={(event) =>
              patch({ title: { ...draft.title, [locale]: event.currentTarget.value } })
            }
          />
          <Textarea
            label={label("intro", locale)}
            autosize
            minRows={2}
            maxLength={600}
            value={draft.intro[locale]}
            onChange={(event) =>
              patch({ intro: { ...draft.intro, [locale]: event.currentTarget.value } })
            }
          />
        </div>
      ))}
    </div>
  );
}

const IN = { de: "inGerman", en: "inEnglish" } as const;

/** A service in return for consent, openly said and reasoned (CON-10). */
export function ReturnSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-stack">
      <Switch
        className="f-switch"
        checked={draft.exchange}
        onChange={(event) => patch({ exchange: event.currentTarget.checked })}
        label={t("exchange")}
        description={t("exchangeHelp")}
      />
      {draft.exchange && (
        <>
          {draft.locales.map((locale) => (
            <Textarea
              key={locale}
              lang={locale}
              label={
                draft.locales.length > 1
                  ? `${t("exchangeNotice")}, ${t(IN[locale])}`
                  : t("exchangeNotice")
              }
              required
              autosize
              minRows={2}
              maxLength={600}
              value={draft.notice[locale]}
              onChange={(event) =>
                patch({ notice: { ...draft.notice, [locale]: event.currentTarget.value } })
              }
            />
          ))}
          <Textarea
            label={t("exchangeReason")}
            description={t("exchangeReasonHelp")}
            required
            minLength={10}
            autosize
            minRows={2}
            maxLength={1000}
            value={draft.reason}
            onChange={(event) => patch({ reason: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}

/** The own websites that show the form. */
export function WebsiteSection({ draft, patch }: SectionProps): ReactNode {
  const t = useTexts(texts);
  return (
    <Textarea
      label={t("origins")}
      description={t("originsHelp")}
      autosize
      minRows={1}
      spellCheck={false}
      value={draft.origins}
      onChange={(event) => patch({ origins: event.currentTarget.value })}
    />
  );
}
