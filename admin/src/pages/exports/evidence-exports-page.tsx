import type { ReactNode } from "react";
import { ButtonLink, Grid, Page, useTexts } from "../../ui/index.ts";
import { ExportHistory, ExportRules } from "./export-history.tsx";
import { texts } from "./texts.ts";

/** Evidence of lists that leaves for auditors: asked for beside the proofs, fetched here within a day (CON-24, ORG-05). */
export default function EvidenceExportsPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <Page
      title={t("titles.evidence")}
      crumbs={[{ label: t("proofs"), to: "/datenschutz/nachweise" }]}
      meta={t("elsewhere.evidence")}
      actions={<ButtonLink to="/datenschutz/nachweise">{t("toProofs")}</ButtonLink>}
    >
      <Grid>
        <ExportHistory at="/evidence-exports" alone />
        <ExportRules rules={["second", "sealed", "signed", "noted"]} />
      </Grid>
    </Page>
  );
}
