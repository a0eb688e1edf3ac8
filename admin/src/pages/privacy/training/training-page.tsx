import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { MyTraining, TrainedPeople } from "../../../../../contract/training.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  Loaded,
  Notice,
  Pill,
  SimpleTable,
  useFormat,
  useLocale,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { CertificateButton } from "./certificate-button.tsx";
import { CourseReader } from "./course-reader.tsx";
import { texts } from "./texts.ts";
import "./training.css";

const noon = (day: string): string => `${day}T12:00:00Z`;
const TONES: Readonly<Record<MyTraining["state"], Tone>> = {
  fine: "ok",
  soon: "go",
  overdue: "wait",
  suspended: "danger",
};

/** The yearly course (ORG-14): one's own state, the course itself, and for who answers for it who is due. */
export default function TrainingPage(): ReactNode {
  const locale = useLocale();
  const can = useCan();
  const query = useApiQuery<MyTraining>("/training", { locale });
  const [reading, setReading] = useState(false);
  return (
    <Cockpit section="training">
      <div className="k-stack-lg">
        <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
          {(training) =>
            reading ? (
              <CourseReader course={training.course} onEnd={() => setReading(false)} />
            ) : (
              <Overview training={training} onBegin={() => setReading(true)} />
            )
          }
        </Loaded>
        {!reading && can("privacy.manage") && <People />}
      </div>
    </Cockpit>
  );
}

function Overview(props: { training: MyTraining; onBegin: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { state, dueOn, suspendedFrom, course, certificates } = props.training;
  const words = { day: format.dateLong(noon(dueOn)), from: format.dateLong(noon(suspendedFrom)) };
  const isFine = state === "fine";
  return (
    <>
      <p className="k-muted pv-lead">{t("lead")}</p>
      <Notice
        tone={isFine ? "ok" : state === "soon" ? "go" : state === "overdue" ? "wait" : "danger"}
        title={t(`states.${state}`, words)}
        action={
          <Button variant={isFine ? "default" : "filled"} size="sm" onClick={props.onBegin}>
            {t(isFine && certificates.length > 0 ? "again" : "begin")}
          </Button>
        }
      >
        <p>{t(`stateText.${state}`, words)}</p>
        <p className="k-small k-muted">
          {t("facts", {
            minutes: course.minutes,
            chapters: course.chapters.length,
            questions: course.questions.length,
          })}
        </p>
      </Notice>
      {certificates.length > 0 && (
        <Card title={t("certificates")}>
          <div className="k-stack">
            {certificates.map((one) => (
              <div key={one.id} className="k-row">
                <CertificateButton id={one.id} />
                <span className="k-muted">
                  {t("certificateOf", {
                    day: format.dateLong(one.passedAt),
                    until: format.dateLong(noon(one.validUntil)),
                  })}
                </span>
              </div>
            ))}
          </div>
        </Card>
      )}
    </>
  );
}

/** For whoever answers for data protection: who is due, the most overdue first. */
function People(): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const query = useApiQuery<TrainedPeople>("/training/people");
  return (
    <Card title={t("people")}>
      <div className="k-stack">
        <p className="k-muted">{t("peopleText")}</p>
        <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
          {({ items }) => (
            <SimpleTable
              label={t("people")}
              stack
              head={
                <tr>
                  {(["name", "passed", "due", "state"] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`columns.${column}`)}
                    </th>
                  ))}
                </tr>
              }
            >
              {items.map((person) => (
                <tr key={person.id}>
                  <td data-label={t("columns.name")}>{person.name}</td>
                  <td data-label={t("columns.passed")}>
                    {person.passedAt === null ? t("never") : format.date(person.passedAt)}
                  </td>
                  <td data-label={t("columns.due")}>{format.date(noon(person.dueOn))}</td>
                  <td data-label={t("columns.state")}>
                    <Pill tone={TONES[person.state]}>{t(`short.${person.state}`)}</Pill>
                  </td>
                </tr>
              ))}
            </SimpleTable>
          )}
        </Loaded>
      </div>
    </Card>
  );
}
