import {
  IconBook2,
  IconChecklist,
  IconClockHour4,
  IconFileText,
  IconHeartHandshake,
  IconLock,
  IconMessage2,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type {
  DocumentKind,
  DocumentList,
  DocumentSummary,
} from "../../../../../contract/documents.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  Pill,
  StatFigure,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { documentPath, places } from "../places.ts";
import { AssessmentsCard, DossierCard, ImpactCard } from "./side-cards.tsx";
import { useStateWords } from "./state-words.ts";
import "./documents.css";
import { texts } from "./texts.ts";

const ICONS: Partial<Record<DocumentKind, Icon>> = {
  records: IconBook2,
  contract: IconHeartHandshake,
  measures: IconLock,
  screening: IconChecklist,
  notice: IconMessage2,
};

/** The documents that write themselves: what is valid, what waits, one click to read, confirm, print. */
export default function DocumentsPage(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<DocumentList>("/documents");
  const weighs = useCan()("assessments.read");
  return (
    <Cockpit section="documents">
      <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
        {(list) => {
          const documents = list.items.filter(({ state }) => state !== null);
          const waiting = documents.filter(({ state }) => state !== "current");
          return (
            <Grid>
              <div className={weighs ? "c8 k-stack-lg" : "c12 k-stack-lg"}>
                <Card
                  title={t("documents")}
                  foot={
                    <p>
                      {waiting.length === 0 ? t("allValid") : t("waits", { count: waiting.length })}
                    </p>
                  }
                >
                  <div className="k-stack">
                    <p className="pv-lead k-muted">{t("lead")}</p>
                    <StatFigure
                      value={documents.length - waiting.length}
                      base={t("validOf", { count: documents.length })}
                    />
                  </div>
                  <ul className="doc-list">
                    {documents.map((document) => (
                      <DocumentRow
                        key={document.kind}
                        document={document}
                        first={document === waiting[0]}
                      />
                    ))}
                    <ConceptRow concept={list.concept} />
                  </ul>
                </Card>
              </div>
              {weighs && (
                <div className="c4 k-stack-lg">
                  <DossierCard />
                  <ImpactCard impact={list.impact} />
                  <AssessmentsCard />
                </div>
              )}
            </Grid>
          );
        }}
      </Loaded>
    </Cockpit>
  );
}

function DocumentRow(props: { document: DocumentSummary; first: boolean }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const can = useCan();
  const words = useStateWords();
  const { document, first } = props;
  const { kind, state, title, about } = document;
  const RowIcon = ICONS[kind] ?? IconFileText;
  const act =
    state === "current" || !can("privacy.manage")
      ? t("read")
      : state === "incomplete"
        ? t("complete")
        : t("readConfirm");
  return (
    <li className="doc-row">
      <span className="doc-icon" aria-hidden="true">
        <RowIcon size={22} stroke={1.6} />
      </span>
      <div className="doc-what">
        <div className="doc-name">
          <b>{title[locale]}</b>
          {state && <Pill tone={words.tone(state)}>{t(`states.${state}`)}</Pill>}
        </div>
        <p className="k-muted k-small">{about[locale]}</p>
        <p className="k-small">{words.line(document)}</p>
      </div>
      <ButtonLink
        size="xs"
        variant={first ? "filled" : "default"}
        to={documentPath(kind)}
        aria-label={`${act}: ${title[locale]}`}
      >
        {act}
      </ButtonLink>
    </li>
  );
}

function ConceptRow({ concept }: { concept: DocumentList["concept"] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { version, madeBy, madeAt, isCurrent } = concept;
  return (
    <li className="doc-row">
      <span className="doc-icon" aria-hidden="true">
        <IconClockHour4 size={22} stroke={1.6} />
      </span>
      <div className="doc-what">
        <div className="doc-name">
          <b>{t("concept")}</b>
          <Pill tone={isCurrent ? "go" : "wait"}>
            {t(isCurrent ? "recorded" : version === null ? "states.never" : "states.changed")}
          </Pill>
        </div>
        <p className="k-muted k-small">{t("conceptAbout")}</p>
        <p className="k-small">
          {version === null || madeAt === null
            ? t("conceptNone")
            : t("conceptVersion", { version, name: madeBy ?? "", date: format.dateLong(madeAt) })}
        </p>
      </div>
      <ButtonLink size="xs" to={places.retention}>
        {t("toConcept")}
      </ButtonLink>
    </li>
  );
}
