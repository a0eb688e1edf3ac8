import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { TemplateList, TemplateSummary } from "../../../../contract/templates.ts";
import type { MailingView } from "../../../../contract/mailings.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  Link,
  Loaded,
  Page,
  PageSkeleton,
  Pill,
  showProblem,
  TemplatePicture,
  useGo,
  useLocale,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { LibraryTabs } from "./library-tabs.tsx";
import { NewTemplateDialog } from "./new-template-dialog.tsx";
import { texts } from "./texts.ts";
import "./library.css";

/** Everything a mailing can be begun with. */
export default function TemplatesPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const uiLocale = useLocale();
  const [search, setSearch] = useSearch();
  const [adding, setAdding] = useState(false);
  const locale = search["lang"] === "en" || search["lang"] === "de" ? search["lang"] : uiLocale;
  const query = useApiQuery<TemplateList>("/templates", { locale: uiLocale });
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {({ items }) => {
        const of = (origin: TemplateSummary["origin"]) =>
          items.filter((one) => one.origin === origin && one.locale === locale);
        return (
          <Page
            title={t("templates.title")}
            meta={t("templates.meta")}
            actions={
              can("mailings.write") && (
                <Button
                  variant="filled"
                  leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
                  onClick={() => setAdding(true)}
                >
                  {t("templates.add")}
                </Button>
              )
            }
          >
            <LibraryTabs current="templates" />
            <div className="k-stack-lg">
              <SegmentedControl
                className="l-fit"
                aria-label={t("templates.locale")}
                value={locale}
                onChange={(value) => setSearch({ lang: value })}
                data={[
                  { value: "de", label: "Deutsch" },
                  { value: "en", label: "English" },
                ]}
              />
              <Card title={t("templates.own")}>
                {of("own").length === 0 ? (
                  <p className="k-muted">{t("templates.ownNone")}</p>
                ) : (
                  <Gallery items={of("own")} />
                )}
              </Card>
              {of("shared").length > 0 && (
                <Card title={t("templates.shared")} aside={t("templates.sharedText")}>
                  <Gallery items={of("shared")} />
                </Card>
              )}
              <Card title={t("templates.designs")} aside={t("templates.designsText")}>
                <Gallery items={of("design")}>
                  <OptInCard locale={locale} />
                </Gallery>
              </Card>
            </div>
            <NewTemplateDialog opened={adding} onClose={() => setAdding(false)} />
          </Page>
        );
      }}
    </Loaded>
  );
}

function Gallery(props: { items: TemplateSummary[]; children?: ReactNode }): ReactNode {
  return (
    <ul className="l-gallery">
      {props.items.map((template) => (
        <TemplateCard key={template.id} template={template} />
      ))}
      {props.children}
    </ul>
  );
}

function TemplateCard({ template }: { template: TemplateSummary }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const begin = useBegin(template.id);
  return (
    <li className="l-template">
      <TemplatePicture template={template} />
      <div className="l-words">
        <h3>
          <Link to={`/vorlagen/${template.id}`}>{template.name}</Link>
        </h3>
        <p className="k-small k-muted">{template.description}</p>
        <div className="k-row">
          {template.isShared && <Pill>{t("templates.isShared")}</Pill>}
          {template.lockedSections > 0 && (
            <Pill>{t("templates.locked", { count: template.lockedSections })}</Pill>
          )}
        </div>
        {can("mailings.write") && (
          <Button
            size="xs"
            loading={begin.isPending}
            aria-label={`${t("templates.begin")}: ${template.name}`}
            onClick={() => begin.mutate()}
          >
            {t("templates.begin")}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Begins a mailing with a template and opens it. */
export function useBegin(id: string) {
  const go = useGo();
  return useApiMutation(() => api.post<MailingView>("/mailings", { starter: id }), {
    invalidates: ["/mailings"],
    onSuccess: (mailing) => go(`/mailings/${mailing.id}`),
    onError: showProblem,
  });
}

/** The mail that asks to confirm a sign-up is written by the system; its words stand at the form (DOI-02 to DOI-06). */
function OptInCard({ locale }: { locale: "de" | "en" }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <li className="l-template">
      <span className="k-template">
        <img src={`/designs/opt-in-${locale}.png`} alt="" loading="lazy" decoding="async" />
      </span>
      <div className="l-words">
        <h3>{t("templates.optIn")}</h3>
        <p className="k-small k-muted">{t("templates.optInText")}</p>
        {can("forms.read") && (
          <ButtonLink size="xs" to="/lists/forms">
            {t("templates.optInForms")}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
