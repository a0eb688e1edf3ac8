import { IconFileReport, IconFlame, IconGauge } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Deliverability } from "../../../../contract/deliverability.ts";
import { Card, inSentence, KeyValue, TodoList, useFormat, useTexts } from "../../ui/index.ts";
import { useProviderName } from "./provider-name.ts";
import { texts } from "./texts.ts";

/** Each sending domain and kind of mail has a reputation of its own. */
export function DomainsCard(props: { data: Deliverability; className: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card className={props.className} title={t("domainsTitle")}>
      <KeyValue
        items={props.data.domains.map((each) => [
          <>
            {each.domain}
            <span className="k-sub-line">{t(`streams.${each.stream}`)}</span>
          </>,
          <>
            {each.acceptedRate === null ? t("tooFew") : format.percent(each.acceptedRate)}
            <span className="k-sub-line">{format.number(each.accepted)}</span>
          </>,
        ])}
      />
    </Card>
  );
}

/** Where sending is slowed down or warmed up, and what receivers report. */
export function PaceCard(props: { data: Deliverability; className: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useProviderName();
  const { slowdowns, warmUps, reports } = props.data;
  const rate = (perSecond: number) =>
    format.number(perSecond, perSecond % 1 !== 0 && perSecond < 10 ? 1 : 0);
  const items = [
    ...slowdowns.map((each, at) => ({
      id: `slow-${at}`,
      icon: <IconGauge size={18} stroke={1.6} />,
      tone: "wait" as const,
      title: t("slow", { provider: nameOf(each.provider), code: each.code }),
      text: t("slowText", {
        now: rate(each.perSecond),
        before: rate(each.beforePerSecond),
        since: inSentence(format.moment(each.since)),
      }),
    })),
    ...warmUps.map((each) => ({
      id: `warm-${each.domain}`,
      icon: <IconFlame size={18} stroke={1.6} />,
      tone: "go" as const,
      title: t("warmUp", { domain: each.domain }),
      text: t("warmUpText", { since: format.dateLong(each.startedAt) }),
    })),
    ...reports.map((each) => ({
      id: `${each.kind}-${each.domain}`,
      icon: <IconFileReport size={18} stroke={1.6} />,
      tone: "plain" as const,
      title: t(each.kind, { domain: each.domain }),
      text: t("reportText", { messages: each.messages, failures: each.failures }),
    })),
  ];
  return (
    <Card className={props.className} title={t("paceTitle")}>
      {items.length === 0 ? <p className="k-muted">{t("paceNone")}</p> : <TodoList items={items} />}
    </Card>
  );
}
