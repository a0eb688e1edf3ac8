import { SegmentedControl, Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type {
  FormDiff,
  FormPart,
  FormVersionTexts,
  FormVersionView,
  FormView,
} from "../../../../contract/signup.ts";
import { useApiQuery } from "../../api/index.ts";
import { Card, Loaded, MailFrame, useTexts, type Locale } from "../../ui/index.ts";
import { texts } from "./version-texts.ts";

/** What a person read in a version: text by text, or as the page. */
export function VersionShown(props: { form: FormView; version: FormVersionView }): ReactNode {
  const t = useTexts(texts);
  const { form, version } = props;
  const [lang, setLang] = useState<Locale>(version.locales[0] ?? "de");
  const [asPage, setAsPage] = useState(false);
  const shown = useApiQuery<FormVersionTexts>(`/forms/${form.id}/versions/${version.version}`, {
    lang,
  });
  return (
    <Card
      title={t("versions.shown")}
      aside={
        <div className="k-row">
          {version.locales.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("versions.language")}
              value={lang}
              onChange={(value) => setLang(value as Locale)}
              data={version.locales.map((value) => ({ value, label: t(value) }))}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("versions.shown")}
            value={asPage ? "page" : "text"}
            onChange={(value) => setAsPage(value === "page")}
            data={[
              { value: "text", label: t("versions.text") },
              { value: "page", label: t("versions.page") },
            ]}
          />
        </div>
      }
      foot={
        <>
          {t("hash")} <span className="k-mono f-hash">{version.sha256}</span>
        </>
      }
    >
      <Loaded query={shown}>
        {(data) =>
          asPage ? (
            <div className="k-stack">
              <p className="k-small k-muted">{t("versions.pageNote")}</p>
              <MailFrame html={data.html} height={720} title={t("versions.shown")} />
            </div>
          ) : (
            <dl className="f-parts">
              {data.parts.map(({ part, subject, text }) => (
                <Part key={`${part} ${subject}`} part={part} subject={subject} lang={data.locale}>
                  {text}
                </Part>
              ))}
            </dl>
          )
        }
      </Loaded>
    </Card>
  );
}

function Part(props: {
  part: FormPart;
  subject: string | null;
  lang: Locale;
  children: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <dt>
        {t(`parts.${props.part}`)}
        {props.subject !== null && <span>{props.subject}</span>}
      </dt>
      <dd
        lang={props.lang}
        className={props.part === "declaration" || props.part === "tracking" ? "f-quote" : ""}
      >
        {props.children}
      </dd>
    </>
  );
}

/** What changed against another version, word by word; the older one is struck through. */
export function VersionCompare(props: {
  form: FormView;
  version: FormVersionView;
  others: FormVersionView[];
}): ReactNode {
  const t = useTexts(texts);
  const { form, version } = props;
  const others = props.others.filter((one) => one.version !== version.version);
  const before = others.find((one) => one.version === version.version - 1) ?? others[0];
  const [number, setNumber] = useState(before?.version ?? 0);
  const [older, newer] = [Math.min(number, version.version), Math.max(number, version.version)];
  const [lang, setLang] = useState<Locale>(version.locales[0] ?? "de");
  const diff = useApiQuery<FormDiff>(
    before === undefined ? undefined : `/forms/${form.id}/versions/${newer}/diff`,
    { with: older, lang },
  );
  return (
    <Card
      title={t("versions.compare")}
      aside={
        before !== undefined &&
        version.locales.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t("versions.language")}
            value={lang}
            onChange={(value) => setLang(value as Locale)}
            data={version.locales.map((value) => ({ value, label: t(value) }))}
          />
        )
      }
    >
      {before === undefined ? (
        <p className="k-muted">{t("versions.noOther")}</p>
      ) : (
        <div className="k-stack">
          <Select
            className="f-narrow"
            label={t("versions.with")}
            allowDeselect={false}
            value={String(number)}
            onChange={(value) => value && setNumber(Number(value))}
            data={others.map((one) => ({
              value: String(one.version),
              label: t("versions.version", { version: one.version }),
            }))}
          />
          <Loaded query={diff}>{(data) => <Changes diff={data} />}</Loaded>
        </div>
      )}
    </Card>
  );
}

function Changes({ diff }: { diff: FormDiff }): ReactNode {
  const t = useTexts(texts);
  if (diff.changes.length === 0) return <p>{t("versions.same")}</p>;
  return (
    <>
      <dl className="f-parts f-diff">
        {diff.changes.map(({ part, subject, words }) => (
          <Part key={`${part} ${subject}`} part={part} subject={subject} lang={diff.locale}>
            {words.map(({ kind, text }, index) =>
              kind === "same" ? (
                text
              ) : kind === "added" ? (
                <ins key={index}>{text}</ins>
              ) : (
                <del key={index}>{text}</del>
              ),
            )}
          </Part>
        ))}
      </dl>
      <p className="f-legend f-diff">
        <del>{t("versions.removed")}</del> <ins>{t("versions.added")}</ins>
      </p>
    </>
  );
}
