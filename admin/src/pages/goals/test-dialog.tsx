import { Button, Modal } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import type { GoalList, GoalTest, GoalView } from "../../../../contract/goals.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { CopyButton, inSentence, Notice, Problem, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const LOOK_EVERY_MS = 2_000;

/** A link that tries the website, and whether its report has come. */
export function TestDialog(props: {
  goal: GoalView | null;
  site: string | undefined;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { goal } = props;
  return (
    <Modal
      opened={goal !== null}
      onClose={props.onClose}
      title={goal ? t("testTitle", { name: goal.name }) : ""}
      size={600}
    >
      {goal && <Test goal={goal} site={props.site} onClose={props.onClose} />}
    </Modal>
  );
}

function Test(props: { goal: GoalView; site: string | undefined; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { id, testedAt: before } = props.goal;
  const make = useApiMutation(() => api.post<GoalTest>(`/goals/${id}/test`, {}));
  const start = make.mutate;
  useEffect(() => start(), [start]);
  const now = useApiQuery<GoalList>("/goals", undefined, { refetchInterval: () => LOOK_EVERY_MS });
  const testedAt = now.data?.items.find((one) => one.id === id)?.testedAt ?? null;
  const arrived = testedAt !== null && testedAt !== before;
  const test = make.data;
  const link = test && props.site && `https://${props.site}/?${test.parameter}=${test.token}`;
  return (
    <div className="k-stack">
      <p>{t("testText")}</p>
      {make.error && <Problem error={make.error} />}
      {link && <Copied label={t("testLink")} text={link} />}
      {test && <Copied label={t("testToken")} text={test.token} />}
      <div role="status">
        {arrived ? (
          <Notice>{t("testArrived", { when: inSentence(format.moment(testedAt)) })}</Notice>
        ) : (
          <p className="k-muted">
            {t("testWaiting")}{" "}
            {test && t("testUntil", { when: inSentence(format.moment(test.expiresAt)) })}
          </p>
        )}
      </div>
      <div className="k-row" style={{ justifyContent: "flex-end" }}>
        <Button onClick={props.onClose}>{t("close")}</Button>
      </div>
    </div>
  );
}

function Copied({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <div>
      <p className="k-cap">{label}</p>
      <div className="g-copied">
        <code>{text}</code>
        <CopyButton value={text} />
      </div>
    </div>
  );
}
