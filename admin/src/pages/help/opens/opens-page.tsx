import { IconCheck, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useCan } from "../../../api/index.ts";
import { ButtonLink, Card, Grid, Notice, Page, SimpleTable, useTexts } from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../help.css";
import { texts } from "./texts.ts";

const YES = ["compare", "trend", "topics", "sample"] as const;
const NO = ["read", "unread", "others", "remove"] as const;
const KINDS = [
  "apple",
  "service",
  "scanner",
  "prefetch",
  "library",
  "network",
  "fast",
  "honeypot",
] as const;

/** What an open is, what may be concluded from it, and how machines are told from people. */
export default function OpensPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: places.help }]}
      meta={t("meta")}
    >
      <Grid>
        <Card title={t("leadTitle")}>
          <div className="hp-text">
            <p>{t("lead1")}</p>
            <p>{t("lead2")}</p>
          </div>
        </Card>
        <Card className="c6" title={t("yes")}>
          <ul className="hp-list">
            {YES.map((item) => (
              <li key={item} data-yes>
                <IconCheck size={20} stroke={1.8} aria-hidden="true" />
                {t(`yesItems.${item}`)}
              </li>
            ))}
          </ul>
        </Card>
        <Card className="c6" title={t("no")}>
          <ul className="hp-list">
            {NO.map((item) => (
              <li key={item}>
                <IconX size={20} stroke={1.8} aria-hidden="true" />
                {t(`noItems.${item}`)}
              </li>
            ))}
          </ul>
        </Card>
        <Card id="maschinen" title={t("machines")}>
          <p className="hp-text hp-lead">{t("machinesLead")}</p>
          <SimpleTable
            label={t("machines")}
            words
            head={
              <tr>
                <th scope="col">{t("kind")}</th>
                <th scope="col">{t("sign")}</th>
                <th scope="col">{t("effect")}</th>
              </tr>
            }
          >
            {KINDS.map((kind) => (
              <tr key={kind}>
                <td data-label={t("kind")}>
                  <b>{t(`kinds.${kind}.name`)}</b>
                </td>
                <td data-label={t("sign")}>{t(`kinds.${kind}.sign`)}</td>
                <td data-label={t("effect")}>{t(`kinds.${kind}.effect`)}</td>
              </tr>
            ))}
          </SimpleTable>
        </Card>
        <div className="c8">
          <Notice title={t("quality")}>{t("qualityText")}</Notice>
        </div>
        <Card className="c4" title={t("next")}>
          <div className="k-stack k-noprint">
            {can("account.read") && <ButtonLink to={places.method}>{t("method")}</ButtonLink>}
            <ButtonLink to={places.glossary}>{t("glossary")}</ButtonLink>
          </div>
        </Card>
      </Grid>
    </Page>
  );
}
