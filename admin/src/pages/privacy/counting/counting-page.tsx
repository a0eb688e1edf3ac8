import { Button } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import type { CountingResultsView } from "../../../../../contract/adversary-results.ts";
import { countingMethod } from "../../../../../contract/counting-method.ts";
import { dropReasons } from "../../../../../contract/tracking.ts";
import { api, useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  RuleTag,
  showProblem,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { places, settingsPath } from "../places.ts";
import { ExampleMails } from "./example-mails.tsx";
import { LevelCards } from "./level-cards.tsx";
import { MethodCard } from "./method-section.tsx";
import { texts } from "./texts.ts";
import "./counting.css";

/** How counting works for this account, for somebody who has to answer for it: readable, printable, with its test results. */
export default function CountingPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<AccountView>("/account");
  const results = useApiQuery<CountingResultsView>("/reports/counting-method").data;
  return (
    <Cockpit
      section="counting"
      actions={
        <>
          <ButtonLink to={places.guide}>{t("guide")}</ButtonLink>
          <PdfButton />
          {can("account.manage") && (
            <ButtonLink to={settingsPath("counting")}>{t("change")}</ButtonLink>
          )}
        </>
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Loaded query={query} skeleton={<CardSkeletons />}>
          {(account) => <Method account={account} results={results} />}
        </Loaded>
      </div>
    </Cockpit>
  );
}

function Method(props: {
  account: AccountView;
  results: CountingResultsView | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { account } = props;
  const found = props.results?.results ?? null;
  const sections = countingMethod(locale, {
    level: account.counting.level,
    k: account.kMin,
    results: found && { when: format.dateLong(found.when), rows: found.rows[locale] },
  });
  useAnchor();
  return (
    <Grid>
      <LevelCards account={account} />
      <nav className="pv-contents k-noprint" aria-label={t("contents")}>
        {sections.map((section) => (
          <a key={section.id} href={`#${section.id}`}>
            {section.title}
          </a>
        ))}
      </nav>
      {sections.map((section) => (
        <MethodCard key={section.id} section={section}>
          {section.id === "mail" && (
            <>
              <ExampleMails level={account.counting.level} />
              <Proven>{t("proven")}</Proven>
            </>
          )}
          {section.id === "machines" && (
            <div className="k-noprint">
              <ButtonLink to={places.opens}>{t("opens")}</ButtonLink>
            </div>
          )}
        </MethodCard>
      ))}
      <Drops />
    </Grid>
  );
}

/** Brings the section named in the address into view once it is there. */
function useAnchor(): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id) document.getElementById(id)?.scrollIntoView();
  }, []);
}

function PdfButton(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    setBusy(true);
    api
      .download("/reports/counting-method.pdf", { query: { locale } })
      .catch((error: unknown) => showProblem(error))
      .finally(() => setBusy(false));
  };
  return (
    <Button
      leftSection={<IconFileTypePdf size={18} stroke={1.6} aria-hidden="true" />}
      loading={busy}
      onClick={save}
    >
      {t("pdf")}
    </Button>
  );
}

function Drops(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  return (
    <Card title={t("drops")}>
      <p className="k-small k-muted pv-lead" style={{ marginBottom: 16 }}>
        {t("dropsText")}
      </p>
      <SimpleTable
        label={t("drops")}
        head={
          <tr>
            <th scope="col">{t("drop")}</th>
            <th scope="col" data-num>
              {t("rule")}
            </th>
          </tr>
        }
      >
        {Object.entries(dropReasons).map(([code, reason]) => (
          <tr key={code}>
            <td>
              <b>{reason.label[locale]}</b>
              <span className="k-sub">{reason.explanation[locale]}</span>
            </td>
            <td data-num>
              <RuleTag rule={reason.rule} />
            </td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}
