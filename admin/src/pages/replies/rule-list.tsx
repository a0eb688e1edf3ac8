import { Button } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MessageRuleView } from "../../../../contract/unknown-messages.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  CardSkeletons,
  ConfirmDialog,
  EmptyState,
  KeyValue,
  Problem,
  showDone,
  showProblem,
  useFormat,
  useTexts,
  inSentence,
} from "../../ui/index.ts";
import { texts } from "./unknown-texts.ts";

/** What people taught about messages. */
export function RuleList(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<{ items: MessageRuleView[] }>("/message-rules");
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <CardSkeletons count={1} />;
  if (query.data.items.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<IconSchool size={28} stroke={1.6} />}
          title={t("emptyRules")}
          text={t("emptyRulesText")}
        />
      </Card>
    );
  return query.data.items.map((rule) => <RuleCard key={rule.id} rule={rule} />);
}

function RuleCard({ rule }: { rule: MessageRuleView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const may = useCan()("replies.write");
  const [forgetting, setForgetting] = useState(false);
  const apply = useApiMutation(
    () => api.post<{ applied: number; left: number }>(`/message-rules/${rule.id}/apply`),
    {
      invalidates: ["/unknown-messages", "/message-rules", "/inbound", "/suppressions"],
      onError: showProblem,
      onSuccess: ({ applied, left }) =>
        showDone(
          [
            t("appliedNow", { count: applied }),
            ...(left > 0 ? [t("leftNow", { count: left })] : []),
          ].join(" "),
        ),
    },
  );
  const forget = useApiMutation(() => api.delete(`/message-rules/${rule.id}`), {
    invalidates: ["/message-rules"],
    onSuccess: () => showDone(t("forgotten")),
  });
  const parts = (["sender", "subject", "fragment"] as const).flatMap((key): [string, string][] =>
    rule[key] === null ? [] : [[t(key), rule[key]]],
  );
  return (
    <Card>
      <header className="r-head">
        <h2>{t(`kinds.${rule.class}`)}</h2>
      </header>
      <p className="k-small k-muted">
        {rule.lastAppliedAt === null
          ? t("neverApplied")
          : `${t("applied", { count: rule.applied })} · ${inSentence(format.moment(rule.lastAppliedAt))}`}
      </p>
      <div className="r-wrap">
        <KeyValue items={parts} />
      </div>
      {may && (
        <div className="r-acts">
          <Button size="xs" loading={apply.isPending} onClick={() => apply.mutate()}>
            {t("apply")}
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={() => setForgetting(true)}>
            {t("forget")}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={forgetting}
        onClose={() => setForgetting(false)}
        title={t("forgetTitle")}
        action={t("forget")}
        danger
        onConfirm={() => forget.mutateAsync()}
      >
        {t("forgetText")}
      </ConfirmDialog>
    </Card>
  );
}
