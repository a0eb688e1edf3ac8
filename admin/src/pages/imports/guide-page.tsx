import type { ReactNode } from "react";
import {
  ButtonLink,
  Card,
  EmptyState,
  Grid,
  Page,
  useLocale,
  useRouteParam,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./guide-texts.ts";
import { guides } from "./guides.ts";
import "./imports.css";
import { texts as shared } from "./texts.ts";

/** How to move from one system: what to export there, what becomes of whom, and what the export proves. */
export default function GuidePage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const system = useRouteParam("system");
  const guide = guides.find((one) => one.id === system);
  const crumbs = [
    { label: tShared("contacts"), to: "/contacts" },
    { label: tShared("title"), to: "/contacts/import" },
  ];
  if (!guide)
    return (
      <Page title={tShared("title")} crumbs={crumbs}>
        <EmptyState
          title={tShared("title")}
          action={<ButtonLink to="/contacts/import">{t("toUpload")}</ButtonLink>}
        />
      </Page>
    );
  const words = guide[locale];
  return (
    <Page title={t("title", { name: guide.name })} crumbs={crumbs}>
      <Grid>
        <Card className="c7" title={t("steps")}>
          <ol className="i-how">
            {words.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Card>
        <Card className="c5" title={t("upload")} foot={t("undo")}>
          <div className="k-stack">
            <p>{t("uploadText")}</p>
            <ButtonLink variant="filled" to="/contacts/import">
              {t("toUpload")}
            </ButtonLink>
          </div>
        </Card>
        <Card className="c7" title={t("status")}>
          <dl className="i-becomes">
            {words.status.map(([there, here]) => (
              <div key={there}>
                <dt>{there}</dt>
                <dd className="k-muted">{t(`becomes.${here}`)}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card className="c5" title={t("evidence")}>
          <p>{words.evidence}</p>
        </Card>
        <Card title={t("classes")}>
          <div className="k-stack">
            <p>{t("classesText")}</p>
            <p className="k-muted">{t("ask")}</p>
          </div>
        </Card>
      </Grid>
    </Page>
  );
}
