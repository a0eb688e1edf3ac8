import { Button, SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { FormTexts, FormView } from "../../../../contract/signup.ts";
import { useApiQuery } from "../../api/index.ts";
import {
  Card,
  CopyButton,
  Figures,
  Grid,
  KeyValue,
  Link,
  Loaded,
  StatFigure,
  useFormat,
  useTexts,
  type Locale,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** How to publish the form, what became of its sign-ups, and which version with which wording holds. */
export function FormFacts({ form }: { form: FormView }): ReactNode {
  const open = form.archivedAt === null && form.problems.length === 0;
  return (
    <Grid>
      <div className="c6 f-column">
        {open && <Publish form={form} />}
        <Numbers form={form} />
      </div>
      <div className="c6">
        <Version form={form} open={open} />
      </div>
    </Grid>
  );
}

function Publish({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const parameter = form.hidden.find((field) => field.value === null);
  return (
    <Card title={t("publish.title")}>
      <div className="k-stack">
        <Address label={t("publish.link")} url={form.url} />
        <Address label={t("publish.manage")} url={form.manageUrl} />
        {parameter && (
          <Address
            label={t("publish.origin")}
            url={`${form.url}?${parameter.name}=${t("publish.originValue")}`}
          />
        )}
        <div>
          <b className="f-label">{t("publish.embed")}</b>
          <p className="k-small k-muted">
            {t(form.proofOfWork ? "publish.embedTextWork" : "publish.embedText")}
          </p>
          {open ? (
            <Embed form={form} />
          ) : (
            <Button mt={8} onClick={() => setOpen(true)}>
              {t("publish.embedShow")}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

function Address({ label, url }: { label: string; url: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <div>
      <b className="f-label">{label}</b>
      <div className="f-address">
        <code>{url}</code>
        <CopyButton value={url}>{t("publish.copy")}</CopyButton>
      </div>
    </div>
  );
}

function Embed({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const [lang, setLang] = useState<Locale>(form.locales[0] ?? "de");
  const embed = useApiQuery<{ html: string; version: number }>(`/forms/${form.id}/embed`, { lang });
  return (
    <div className="k-stack f-embed">
      {form.locales.length > 1 && (
        <div>
          <SegmentedControl
            size="xs"
            aria-label={t("previewLanguage")}
            value={lang}
            onChange={(value) => setLang(value as Locale)}
            data={form.locales.map((value) => ({ value, label: t(value) }))}
          />
        </div>
      )}
      <Loaded query={embed}>
        {(data) => (
          <>
            <pre tabIndex={0} role="region" aria-label={t("publish.embedLabel")}>
              <code>{data.html}</code>
            </pre>
            <div>
              <CopyButton value={data.html}>{t("publish.embedCopy")}</CopyButton>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Numbers({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { days, requested, confirmed, waiting, expired, declined } = form.submissions;
  return (
    <Card title={t("numbers.title", { days })}>
      {requested === 0 ? (
        <p className="k-muted">{t("numbers.none")}</p>
      ) : (
        <>
          <Figures>
            <StatFigure label={t("numbers.requested")} value={requested} />
            <StatFigure
              label={t("numbers.confirmed")}
              value={confirmed}
              base={format.percent(confirmed / requested)}
              formula={{
                expression: `${format.number(confirmed)} ÷ ${format.number(requested)} = ${format.percent(confirmed / requested)}`,
                text: t("numbers.formula"),
              }}
            />
          </Figures>
          <div className="f-numbers">
            <KeyValue
              items={[
                [t("numbers.waiting"), format.number(waiting)],
                [t("numbers.expired"), format.number(expired)],
                [t("numbers.declined"), format.number(declined)],
              ]}
            />
          </div>
        </>
      )}
    </Card>
  );
}

function Version({ form, open }: { form: FormView; open: boolean }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const shown = useApiQuery<FormTexts>(open ? `/forms/${form.id}/texts` : undefined);
  return (
    <Card
      title={t("version.title")}
      aside={<Link to="/datenschutz/einwilligungstexte">{t("toWordings")}</Link>}
      foot={
        <>
          {t("version.hash")} <span className="k-mono f-hash">{form.sha256}</span>
        </>
      }
    >
      <div className="k-stack">
        <p>
          <b>
            {t("version.line", {
              version: form.version,
              when: format.dateTime(form.versionCreatedAt),
            })}
          </b>
          <br />
          <span className="k-small k-muted">{t("version.text")}</span>
        </p>
        {shown.data?.lists.map((list) => (
          <Wording
            key={list.id}
            subject={list.name}
            text={list.declaration.text}
            lang={shown.data.locale}
          />
        ))}
        {shown.data?.tracking && (
          <Wording
            subject={t("version.tracking")}
            text={shown.data.tracking.text}
            lang={shown.data.locale}
          />
        )}
      </div>
    </Card>
  );
}

function Wording(props: { subject: string; text: string; lang: Locale }): ReactNode {
  return (
    <div className="k-proof" lang={props.lang}>
      <p className="k-cap">{props.subject}</p>
      <q>{props.text}</q>
    </div>
  );
}
