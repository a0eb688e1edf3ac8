import type { ReactNode } from "react";
import { contactSubjects } from "../../../../contract/export-subjects.ts";
import { ButtonLink, Card, Grid, Page, useSearch, useTexts } from "../../ui/index.ts";
import { ExportHistory, ExportRules } from "./export-history.tsx";
import { NewExport } from "./new-export.tsx";
import { texts } from "./texts.ts";

/** Files of contacts that leave: asked for with a reason, fetched within a day. */
export default function ExportsPage(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  // Contacts, unless the page of blocks, of retained addresses or of a report leads here.
  const what = contactSubjects.find((one) => one === search["what"]) ?? "contacts";
  return (
    <Page title={t(`titles.${what}`)} crumbs={[{ label: t("contacts"), to: "/contacts" }]}>
      <Grid>
        {what === "report_persons" ? (
          <Card className="c7" title={t("title")}>
            <div className="k-stack">
              <p>{t("elsewhere.report_persons")}</p>
              <div className="k-row">
                <ButtonLink to="/mailings">{t("toMailings")}</ButtonLink>
              </div>
            </div>
          </Card>
        ) : (
          <NewExport what={what} />
        )}
        <ExportRules
          rules={[
            "second",
            "sealed",
            "marked",
            "noted",
            what === "report_persons" ? "permitted" : "without",
          ]}
        />
        <ExportHistory at="/contact-exports" />
      </Grid>
    </Page>
  );
}
