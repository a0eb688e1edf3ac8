import type { ReactNode } from "react";
import { contactSubjects } from "../../../../contract/export-subjects.ts";
import { ButtonLink, Grid, Page, useSearch, useTexts } from "../../ui/index.ts";
import { ExportHistory, ExportRules } from "./export-history.tsx";
import { NewExport } from "./new-export.tsx";
import { texts } from "./texts.ts";

/** Files of contacts that leave: asked for with a reason, fetched within a day. */
export default function ExportsPage(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  // Contacts, unless the page of blocks, of retained addresses or of a report leads here.
  const what = contactSubjects.find((one) => one === search["what"]) ?? "contacts";
  const page = {
    title: t(`titles.${what}`),
    crumbs: [{ label: t("contacts"), to: "/contacts" }],
  };
  if (what === "report_persons")
    return (
      <Page
        {...page}
        meta={t("elsewhere.report_persons")}
        actions={<ButtonLink to="/mailings">{t("toMailings")}</ButtonLink>}
      >
        <Grid>
          <ExportHistory at="/contact-exports" alone />
          <ExportRules rules={["second", "sealed", "marked", "noted", "permitted"]} />
        </Grid>
      </Page>
    );
  return (
    <Page {...page}>
      <Grid>
        <NewExport what={what} />
        <ExportRules className="c5" rules={["second", "sealed", "marked", "noted", "without"]} />
        <ExportHistory at="/contact-exports" />
      </Grid>
    </Page>
  );
}
