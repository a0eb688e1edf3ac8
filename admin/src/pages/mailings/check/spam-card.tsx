import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { SpamCheck } from "../../../../../contract/deliverability.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  FindingList,
  Loaded,
  showProblem,
  useFormat,
  useLocale,
  useTexts,
  type Finding,
} from "../../../ui/index.ts";
import { spamTexts } from "./spam-texts.ts";

/** What filters of the own installation make of the draft, when asked. Information; nothing is held up by it. */
export function SpamCard({ mailingId }: { mailingId: string }): ReactNode {
  const t = useTexts(spamTexts);
  return (
    <Card title={t("title")}>
      <SpamCheckAnswers mailingId={mailingId} />
    </Card>
  );
}

/** The same without a card. `before` is waited for before the filters are asked: what they read must be saved. */
export function SpamCheckAnswers(props: {
  mailingId: string;
  before?: () => Promise<unknown>;
}): ReactNode {
  const { mailingId } = props;
  const t = useTexts(spamTexts);
  const can = useCan();
  const [asked, setAsked] = useState(false);
  const check = useApiQuery<SpamCheck>(
    asked ? `/mailings/${mailingId}/spam-check` : undefined,
    undefined,
    { staleTime: 0 },
  );
  const isOff = check.data?.checkers.every((each) => each.state === "off") ?? false;
  const ask = async (): Promise<void> => {
    await props.before?.();
    if (asked) await check.refetch();
    else setAsked(true);
  };
  return (
    <>
      <p className="k-muted">{t("lead")}</p>
      {asked && (
        <div aria-live="polite">
          <Loaded query={check} skeleton={<p className="k-muted">{t("asking")}</p>}>
            {({ checkers }) =>
              isOff ? (
                <p className="k-muted">{t("off")}</p>
              ) : (
                <div className="k-stack">
                  {checkers
                    .filter((each) => each.state !== "off")
                    .map((each) => (
                      <Answer key={each.name} checker={each} />
                    ))}
                </div>
              )
            }
          </Loaded>
        </div>
      )}
      <div className="k-row" style={{ marginTop: 16 }}>
        {!isOff && (
          <Button
            loading={check.isFetching}
            onClick={() => void ask().catch((error: unknown) => showProblem(error))}
          >
            {asked ? t("again") : t("ask")}
          </Button>
        )}
        {can("mailings.write") && (
          <ButtonLink to={`/zustellbarkeit/kontrolladressen?mailing=${mailingId}`}>
            {t("seeds")}
          </ButtonLink>
        )}
      </div>
    </>
  );
}

/** From this share of the limit on it is worth looking at the rules. */
const NEAR = 0.5;

function Answer({ checker }: { checker: SpamCheck["checkers"][number] }): ReactNode {
  const t = useTexts(spamTexts);
  const locale = useLocale();
  const format = useFormat();
  const { name, score, limit, rules } = checker;
  if (score === null)
    return (
      <FindingList
        findings={[
          {
            id: name,
            level: "warning",
            title: t("failed", { name }),
            text: checker.problem?.[locale],
          },
        ]}
      />
    );
  const spam = limit !== null && score >= limit;
  const near = limit !== null && score >= limit * NEAR;
  const findings: Finding[] = [
    {
      id: name,
      level: spam ? "error" : near ? "warning" : "ok",
      title: t("score", { name, score: format.number(score, 1) }),
      text:
        limit === null
          ? undefined
          : t(spam ? "isSpam" : "isFine", { limit: format.number(limit, 1) }),
    },
    ...rules
      .filter((rule) => Math.abs(rule.score) >= 0.1)
      .map((rule): Finding => ({
        id: `${name}-${rule.name}`,
        level: rule.score >= 1 ? "warning" : "info",
        title: `${rule.score > 0 ? "+" : ""}${format.number(rule.score, 1)} · ${rule.text[locale]}`,
        rule: rule.name,
      })),
  ];
  return <FindingList findings={findings} />;
}
