import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { HouseAssessmentView } from "../../../../../contract/documents.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  Loaded,
  Page,
  Pill,
  RuleTag,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import "../privacy.css";
import { AssessmentForm } from "./assessment-form.tsx";
import "./documents.css";
import { texts } from "./texts.ts";

const TONES: Record<HouseAssessmentView["state"], Tone> = {
  missing: "wait",
  current: "go",
  due: "wait",
  changed: "danger",
  overdue: "danger",
};

/** What the house weighs for itself (CHK-36): question, arguments, conclusion, name, date, next look. */
export default function AssessmentsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<{ items: HouseAssessmentView[] }>("/assessments");
  const [writing, setWriting] = useState<HouseAssessmentView | "own">();
  const mayWrite = can("privacy.manage");
  return (
    <Page
      title={t("assessments.title")}
      crumbs={[{ label: t("title"), to: places.documents }]}
      meta={t("assessments.lead")}
      actions={
        mayWrite && (
          <Button
            leftSection={<IconPlus size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => setWriting("own")}
          >
            {t("assessments.own")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={3} />}>
        {({ items }) => (
          <div className="doc-assessments">
            {items.map((item) => (
              <AssessmentCard
                key={item.topic}
                item={item}
                first={item === items.find(isWaiting)}
                {...(mayWrite && item.place === null ? { onWrite: () => setWriting(item) } : {})}
              />
            ))}
          </div>
        )}
      </Loaded>
      <Modal
        opened={writing !== undefined}
        onClose={() => setWriting(undefined)}
        size={640}
        title={
          writing === undefined || writing === "own" ? (
            t("assessments.ownTitle")
          ) : (
            <Title of={writing} />
          )
        }
      >
        {writing !== undefined && (
          <AssessmentForm
            item={writing === "own" ? undefined : writing}
            onClose={() => setWriting(undefined)}
          />
        )}
      </Modal>
    </Page>
  );
}

const isWaiting = ({ state, needed }: HouseAssessmentView): boolean =>
  ["due", "changed", "overdue"].includes(state) || (state === "missing" && needed);

function Title({ of }: { of: HouseAssessmentView }): ReactNode {
  return of.title[useLocale()];
}

function AssessmentCard(props: {
  item: HouseAssessmentView;
  first: boolean;
  onWrite?: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  const { item, onWrite } = props;
  const { current, state, topic } = item;
  const isIdle = state === "missing" && !item.needed;
  return (
    <Card
      id={topic}
      title={item.title[locale]}
      aside={
        <Pill tone={isIdle ? "plain" : TONES[state]}>
          {isIdle ? t("assessments.notNeeded") : t(`assessments.states.${state}`)}
        </Pill>
      }
    >
      <div className="k-stack">
        {!topic.startsWith("own_") && (
          <p>
            {item.question[locale]} <RuleTag rule={item.rule} />
          </p>
        )}
        {state === "changed" && <p>{t("assessments.changed")}</p>}
        {current === null ? (
          <p className="k-muted">{item.help[locale]}</p>
        ) : (
          <>
            {current.conclusion !== "" && (
              <blockquote className="pv-quote">{current.conclusion}</blockquote>
            )}
            <details className="doc-more">
              <summary>{t("assessments.showArguments")}</summary>
              {current.arguments.split(/\n+/).map((line, at) => (
                <p key={at}>{line}</p>
              ))}
            </details>
            <p className="k-muted k-small">
              {t("assessments.by", {
                name: current.assessedBy,
                date: format.dateLong(current.assessedAt),
              })}{" "}
              · {t("assessments.next", { date: format.dateLong(current.reviewOn) })}
            </p>
          </>
        )}
        {item.earlier.length > 0 && (
          <details className="doc-more">
            <summary>{t("assessments.earlier", { count: item.earlier.length })}</summary>
            {item.earlier.map((each) => (
              <p key={each.id}>
                <b>{each.conclusion}</b>{" "}
                <span className="k-muted">
                  {t("assessments.by", {
                    name: each.assessedBy,
                    date: format.dateLong(each.assessedAt),
                  })}
                </span>
              </p>
            ))}
          </details>
        )}
        <div className="k-row">
          {item.place !== null && (
            <ButtonLink size="xs" to={item.place}>
              {t("assessments.toPlace")}
            </ButtonLink>
          )}
          {onWrite && (
            <Button
              size="xs"
              variant={props.first ? "filled" : "default"}
              aria-label={`${t(current === null ? "assessments.record" : "assessments.review")}: ${item.title[locale]}`}
              onClick={onWrite}
            >
              {t(current === null ? "assessments.record" : "assessments.review")}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
